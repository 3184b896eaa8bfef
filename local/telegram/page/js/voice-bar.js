import { button } from "./controls.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { startRecording } from "./recorder.js";
import { duration } from "./time.js";
import { toast } from "./toasts.js";

/** Recording in progress: how long, send, or throw away. */
export class VoiceBar {
  constructor(onFile, onChange) {
    this.onFile = onFile;
    this.onChange = onChange;
    this.active = false;
    this.length = h("span", { class: "voice-length", role: "timer" }, duration(0));
    this.element = h("div", { class: "voice-bar", hidden: true },
      h("span", { class: "voice-dot" }), this.length, h("span", { class: "grow hint" }, t("voice.recording")),
      button({ name: "trash", label: t("voice.cancel"), onclick: () => this.end(false) }),
      button({ name: "send", label: t("voice.send"), class: "send", onclick: () => this.end(true) }));
  }

  async start() {
    try {
      this.recording = await startRecording();
    } catch {
      toast(t("voice.no_microphone"), "error");
      return;
    }
    this.begun = Date.now();
    this.timer = setInterval(() => this.length.replaceChildren(duration(this.seconds)), 250);
    this.set(true);
  }

  get seconds() {
    return Math.round((Date.now() - this.begun) / 1000);
  }

  async end(send) {
    const { seconds } = this;
    clearInterval(this.timer);
    this.set(false);
    if (!send) await this.recording.cancel();
    else this.onFile(await this.recording.stop(), seconds);
  }

  set(active) {
    this.active = active;
    this.element.hidden = !active;
    this.onChange();
  }
}
