import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { richText } from "./entities.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { openPhoto } from "./lightbox.js";
import { duration } from "./time.js";

const LONGEST_SIDE = 420;
const UNITS = ["B", "kB", "MB"];

function size(bytes) {
  if (!bytes) return "";
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step && bytes < 10 * 1024 ** step ? 1 : 0)} ${t(`unit.${UNITS[step]}`)}`;
}

/** The space is kept before the file has come, so that the list does not jump. */
function frame({ width, height }, ...children) {
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width || 1, height || 1));
  const vars = width && height ? { "--width": `${Math.round(width * shrink)}px`, "--ratio": `${width} / ${height}` } : {};
  return h("div", { class: "frame", vars }, ...children);
}

function picture(fileId, label) {
  const broken = () => image.replaceWith(h("span", { class: "broken" }, t("media.broken")));
  const image = h("img", { src: fileUrl(fileId), alt: label, decoding: "async", onerror: broken });
  return image;
}

function covered(node, hidden) {
  if (!hidden) return node;
  const uncover = () => {
    cover.remove();
    node.classList.remove("covered");
  };
  const cover = h("button", { type: "button", class: "cover", onclick: uncover }, t("media.show"));
  node.classList.add("covered");
  node.append(cover);
  return node;
}

function photo({ content }) {
  const best = content.photo.at(-1);
  const label = content.caption ? t("media.photo_of", { caption: content.caption }) : t("kind.photo");
  const open = h("button", { type: "button", class: "plain", onclick: () => openPhoto(fileUrl(best.file_id), label) },
    picture(best.file_id, label));
  return covered(frame(best, open), content.has_media_spoiler);
}

const film = (file, props) =>
  frame(file, h("video", { src: fileUrl(file.file_id), preload: "metadata", playsinline: true, ...props }));

const video = ({ content }) =>
  covered(film(content.video, { controls: true, "aria-label": t("kind.video") }), content.has_media_spoiler);

/** A GIF stays a picture; only Telegram's own re-coding would make it a film. */
function animation({ content: { animation: file } }) {
  const label = t("kind.animation");
  if (file.mime_type === "image/gif") return frame(file, picture(file.file_id, label));
  return film(file, { autoplay: true, loop: true, muted: true, controls: true, "aria-label": label });
}

function videoNote({ content: { video_note: file } }) {
  const node = film({ ...file, width: 220, height: 220 }, { controls: true, "aria-label": t("kind.video_note") });
  node.classList.add("round");
  return node;
}

function sound(file, label, title) {
  const audio = h("audio", { controls: true, preload: "metadata", src: fileUrl(file.file_id), "aria-label": label });
  const length = file.duration ? h("span", { class: "hint" }, duration(file.duration)) : null;
  return h("div", { class: "sound" }, h("div", { class: "sound-title" }, h("bdi", {}, title), length), audio);
}

const voice = ({ content }) => sound(content.voice, t("kind.voice"), t("kind.voice"));

function audio({ content: { audio: file } }) {
  const title = [file.performer, file.title].filter(Boolean).join(" – ") || file.file_name || t("kind.audio");
  return sound(file, t("kind.audio"), title);
}

function document_({ content: { document: file } }) {
  const name = file.file_name ?? t("kind.document");
  return h("a", { class: "file", href: fileUrl(file.file_id), download: name },
    h("span", { class: "file-icon" }, icon("file")),
    h("span", { class: "file-text" }, h("bdi", { class: "file-name" }, name), h("span", { class: "hint" }, size(file.file_size))));
}

function sticker({ content: { sticker: file } }) {
  const emoji = h("span", { class: "big-emoji" }, file.emoji ?? t("kind.sticker"));
  if (file.is_animated || file.is_video) return emoji;
  return h("img", { class: "sticker", src: fileUrl(file.file_id), alt: `${t("kind.sticker")} ${file.emoji ?? ""}`,
    onerror: (event) => event.target.replaceWith(emoji) });
}

function place({ latitude, longitude }, title, address) {
  const numbers = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return h("a", { class: "file", href, target: "_blank", rel: "noreferrer" },
    h("span", { class: "file-icon" }, icon("place")),
    h("span", { class: "file-text" }, h("bdi", { class: "file-name" }, title), h("span", { class: "hint" }, address ?? numbers)));
}

function contact({ content: { contact: card } }) {
  const name = [card.first_name, card.last_name].filter(Boolean).join(" ");
  return h("div", { class: "file" }, h("span", { class: "file-icon" }, icon("person")),
    h("span", { class: "file-text" }, h("bdi", { class: "file-name" }, name), h("span", { class: "hint" }, card.phone_number)));
}

function poll({ content: { poll: asked } }) {
  const options = asked.options.map((option) => h("li", {}, h("bdi", {}, option.text)));
  return h("div", { class: "poll" }, h("strong", { dir: "auto" }, asked.question), h("ul", {}, options));
}

const dice = ({ content }) => h("span", { class: "big-emoji" }, `${content.dice.emoji} ${content.dice.value}`);

const MEDIA = {
  photo, video, animation, video_note: videoNote, voice, audio, document: document_, sticker, contact, poll, dice,
  location: ({ content }) => place(content.location, t("kind.location")),
  venue: ({ content: { venue } }) => place(venue.location, venue.title, venue.address),
};

export function media(message) {
  if (message.kind === "text") return null;
  const build = MEDIA[message.kind];
  return build ? build(message) : h("span", { class: "hint" }, t("kind.other"));
}

export function words(message, context) {
  const { text, caption } = message.content;
  const said = text ?? caption;
  if (!said) return null;
  const entities = text === undefined ? message.content.caption_entities : message.content.entities;
  return h("div", { class: "words", dir: "auto" }, richText(said, entities, context));
}
