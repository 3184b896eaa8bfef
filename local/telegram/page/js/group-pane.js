import * as api from "./api.js";
import { attempt, jump } from "./actions.js";
import { button, openMenu } from "./controls.js";
import { askTopicName, confirmTopicDeletion } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { Pane } from "./pane.js";
import { placeKey } from "./store.js";
import { topicIcon } from "./topics.js";

/** One topic of the agents' group, seen and written in as the chosen agent. */
export class GroupPane extends Pane {
  constructor(app) {
    super(app, { showsNames: true, label: t("group.chat") });
  }

  show() {
    const { store, selection } = this.app;
    const { group, topic, agent } = selection;
    const thread = topic?.id ?? null;
    const typing = store.typing.get(placeKey(group.key, thread));
    const lost = !topic && this.app.view.get("topic") && this.app.view.get("topic") !== "general";
    const closed = topic ? topic.is_closed : group.general_closed;
    const team = selection.team.map((user) => store.name(user.id)).join();
    this.composer.name(agent ? t("composer.as", { name: store.name(agent.id) }) : "");
    this.render({ key: `${placeKey(group.key, thread)}/${agent?.id}`, chat: group.key, thread, me: agent?.id }, {
      head: { seen: [group.key, group.title, topic, typing, team, store.canJump, closed], build: () => this.heading(typing) },
      below: { seen: [closed, lost, agent, topic], build: () => this.under(closed, lost) },
      empty: { seen: [topic], build: () => h("div", { class: "welcome" }, h("p", {}, t(topic ? "topic.empty_here" : "group.empty"))) },
      writable: Boolean(agent),
    });
  }

  heading(typing) {
    const { store, selection: { group, topic } } = this.app;
    const name = topic?.name ?? t(group.is_forum ? "topic.general" : "group.messages");
    const members = t("group.members", { count: store.members(group).length });
    const state = typing ? t("typing", { name: store.name(typing.botId) }) : topic?.is_closed ? t("topic.closed") : members;
    return [this.backButton(), topicIcon(topic),
      h("div", { class: "pane-title" }, h("h2", {}, h("bdi", {}, name)), h("span", { class: "hint", dir: "auto" }, `${group.title} · ${state}`)),
      this.jumpButton(group, topic), topic ? this.menuButton(topic) : null];
  }

  jumpButton(group, topic) {
    if (!this.app.store.canJump) return null;
    const place = { chat_id: group.id, ...(topic ? { thread_id: topic.id } : {}) };
    return button({ name: "skip", label: t("jump"), onclick: () => jump(place) });
  }

  menuButton(topic) {
    const node = button({ name: "more", label: t("topic.menu"), "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": "pane-menu",
      onclick: () => openMenu(node, t("topic.menu"), this.menuItems(topic)) });
    return node;
  }

  menuItems(topic) {
    const toggle = topic.is_closed ? "reopen" : "close";
    return [
      { text: t(`topic.${toggle}`), icon: "lock", action: () => this.change(topic, toggle) },
      { text: t("topic.rename"), icon: "edit", action: () => this.rename(topic) },
      { text: t("topic.delete"), icon: "trash", danger: true, action: () => this.remove(topic) },
    ];
  }

  under(closed, lost) {
    if (lost) return h("div", { class: "stopped" }, t("topic.gone"));
    if (!this.app.selection.agent) return h("div", { class: "stopped" }, t("group.no_agent"));
    if (!closed) return [];
    const { topic } = this.app.selection;
    return h("div", { class: "stopped" }, h("span", {}, t("topic.closed")),
      topic ? h("button", { type: "button", onclick: () => this.change(topic, "reopen") }, t("topic.reopen")) : null);
  }

  change(topic, action, name) {
    const { group, agent } = this.app.selection;
    return attempt(() => api.changeTopic(group.key, topic.id, agent.id, action, name));
  }

  async rename(topic) {
    const given = await askTopicName(topic.name);
    if (given) this.change(topic, "rename", given.name);
  }

  async remove(topic) {
    if (await confirmTopicDeletion(topic.name)) this.change(topic, "delete");
  }
}
