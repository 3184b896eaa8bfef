import { h } from "./dom.js";
import { t } from "./i18n.js";

const KYIV = { latitude: 50.4501, longitude: 30.5234 };

/** What can be sent besides words. */
export function attachItems(composer) {
  const me = composer.app.store.person(composer.place.me);
  const contact = { phone_number: `+38067${String(me.id).padStart(7, "0").slice(-7)}`, first_name: me.first_name, contact_user_id: me.id };
  return [
    { text: t("attach.media"), icon: "attach", action: () => choose("image/*,video/*", (files) => composer.attachments.add(files)) },
    { text: t("attach.file"), icon: "file", action: () => choose("", (files) => composer.attachments.add(files, { asFiles: true })) },
    { text: t("attach.voice"), icon: "mic", action: () => choose("audio/*", ([file]) => composer.deliver({ kind: "voice" }, [file])) },
    { text: t("attach.location"), icon: "place", action: () => composer.deliver({ kind: "location", ...KYIV }) },
    { text: t("attach.contact"), icon: "person", action: () => composer.deliver({ kind: "contact", ...contact }) },
    { text: t("attach.sticker"), icon: "smile", action: () => composer.deliver({ kind: "sticker", emoji: "👍" }) },
  ];
}

function choose(accept, onFiles) {
  const input = h("input", { type: "file", accept, multiple: true, onchange: () => input.files.length && onFiles([...input.files]) });
  input.click();
}
