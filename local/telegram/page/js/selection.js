/** Whom and what the page shows: the address decides, else the first that makes sense. */
export class Selection {
  constructor(store, view) {
    this.store = store;
    this.view = view;
  }

  get bot() {
    return this.store.bots.get(this.view.get("bot")) ?? [...this.store.bots.values()][0];
  }

  get group() {
    const groups = this.store.groups();
    return groups.find((chat) => chat.key === this.view.get("group")) ?? groups.find((chat) => chat.is_forum) ?? groups[0];
  }

  get team() {
    const ids = this.store.members(this.group).map((member) => member.user_id).sort((a, b) => a - b);
    return ids.map((id) => this.store.users.get(id));
  }

  get customers() {
    const team = new Set(this.team);
    return [...this.store.users.values()].filter((user) => !team.has(user));
  }

  get agent() {
    return this.team.find((user) => user.id === this.view.get("agent")) ?? this.team[0];
  }

  get customer() {
    return this.store.users.get(this.view.get("customer")) ?? this.customers[0];
  }

  get beside() {
    const user = this.store.users.get(this.view.get("beside"));
    return user === this.customer ? undefined : user;
  }

  /** Topics that still exist, the ones written in last first. */
  get topics() {
    const { group, store } = this;
    const last = (topic) => store.thread(group.key, topic.id).at(-1)?.message_id ?? topic.id;
    return (group?.topics ?? []).filter((topic) => !topic.is_deleted).sort((a, b) => last(b) - last(a));
  }

  /** A topic, or null for General. */
  get topic() {
    const { group } = this;
    const wanted = Number(this.view.get("topic"));
    return group?.topics.find((topic) => topic.id === wanted && !topic.is_deleted) ?? null;
  }

  privateKey(user) {
    return `${this.bot?.id}:${user.id}`;
  }
}
