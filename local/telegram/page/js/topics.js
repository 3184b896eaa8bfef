import * as api from "./api.js";
import { attempt } from "./actions.js";
import { badge, button } from "./controls.js";
import { askTopicName } from "./dialogs.js";
import { h, Keyed, memo } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { preview } from "./preview.js";
import { short } from "./time.js";

const MANY = 8;

/** The first letter tells more than the number that ticket topics begin with. */
const mark = (name) => (/\p{L}/u.exec(name) ?? /\p{N}/u.exec(name) ?? ["·"])[0].toLocaleUpperCase();

export const topicIcon = (topic) =>
  h("span", { class: "topic-icon", "aria-hidden": "true", "data-colour": topic ? String(topic.icon_color ?? "") : null },
    topic ? mark(topic.name) : icon("general"));

/** The group's topics: General and one per ticket. */
export class Topics {
  constructor(app) {
    this.app = app;
    this.head = h("div", { class: "list-head" });
    this.agent = h("div", {});
    this.list = h("div", { class: "list-body" });
    this.keyed = new Keyed(this.list);
    this.filter = h("input", { type: "search", class: "filter", hidden: true, placeholder: t("topics.filter"), "aria-label": t("topics.filter"),
      oninput: () => this.render() });
    this.element = h("nav", { class: "list topics", "aria-label": t("topics") }, this.head, this.agent, this.filter, this.list);
  }

  render() {
    const { selection, store } = this.app;
    const { group, topics } = selection;
    memo(this.head, [store.groups().map((chat) => chat.title).join("\n"), group?.key], () => this.heading(group));
    memo(this.agent, [selection.agent, ...selection.team], () => selection.agent && this.agentChoice());
    this.filter.hidden = topics.length <= MANY;
    const wanted = this.filter.hidden ? "" : this.filter.value.toLocaleLowerCase();
    const shown = topics.filter((topic) => topic.name.toLocaleLowerCase().includes(wanted));
    this.keyed.sync(group ? [this.item(null), ...shown.map((topic) => this.item(topic))] : []);
  }

  heading(group) {
    const groups = this.app.store.groups();
    const title = groups.length > 1 ? this.groupChoice(groups, group) : h("h2", {}, h("bdi", {}, group?.title ?? t("group.none")));
    return [title, group?.is_forum ? button({ name: "plus", label: t("topic.new"), onclick: () => this.create() }) : null];
  }

  agentChoice() {
    const { selection, store, view } = this.app;
    const go = (event) => view.go({ agent: event.target.value });
    return h("label", { class: "agent-choice" }, h("span", { class: "hint" }, t("group.acting_as")),
      h("select", { onchange: go, "data-focus": "agent" }, selection.team.map((user) =>
        h("option", { value: String(user.id), selected: user === selection.agent }, store.name(user.id)))));
  }

  groupChoice(groups, group) {
    const go = (event) => this.app.view.go({ group: event.target.value, topic: null });
    return h("select", { class: "title-choice", "aria-label": t("group.choose"), onchange: go },
      groups.map((chat) => h("option", { value: chat.key, selected: chat.key === group.key }, chat.title)));
  }

  item(topic) {
    const { selection, store, unread } = this.app;
    const { group, agent } = selection;
    const id = topic?.id ?? null;
    const last = store.thread(group.key, id).at(-1);
    const count = unread.count(group.key, id, agent?.id);
    const current = (selection.topic?.id ?? null) === id;
    return { key: String(id), seen: [topic, last, count, current, group.is_forum], build: () => this.build(topic, last, count, current) };
  }

  build(topic, last, count, current) {
    const { app } = this;
    const name = topic?.name ?? t(app.selection.group.is_forum ? "topic.general" : "group.messages");
    const closed = topic?.is_closed ? h("span", { class: "closed", role: "img", "aria-label": t("topic.closed") }, icon("lock")) : null;
    const sender = last && !last.service ? `${app.store.name(last.from_id).split(" ")[0]}: ` : "";
    return h("button", { type: "button", class: `entry${topic?.is_closed ? " is-closed" : ""}`, "aria-current": current ? "true" : null,
      "data-focus": `topic-${topic?.id}`, onclick: () => app.openTopic(topic?.id ?? null) },
      topicIcon(topic),
      h("span", { class: "entry-text" },
        h("span", { class: "entry-top" }, h("bdi", { class: "entry-name" }, name), closed, last ? h("time", {}, short(last.date)) : null),
        h("span", { class: "entry-top" }, h("span", { class: "entry-last", dir: "auto" }, last ? sender + preview(last, app.store) : t("topic.empty")),
          badge(count, t("unread", { count })))));
  }

  async create() {
    const { group, agent } = this.app.selection;
    const given = await askTopicName();
    if (!given) return;
    const topic = await attempt(() => api.createTopic(group.key, agent.id, given.name));
    if (topic) this.app.openTopic(topic.id);
  }
}
