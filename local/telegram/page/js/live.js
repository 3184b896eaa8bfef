import { eventsUrl, readState } from "./api.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;

/**
 * Keeps the store equal to the server: one snapshot, then events from its number on. EventSource's own reconnecting
 * gives up on an HTTP error (a server just starting), so the waiting is done here.
 */
export class Live {
  constructor(store, onStatus) {
    this.store = store;
    this.onStatus = onStatus;
    this.wait = FIRST_WAIT_MS;
  }

  async start() {
    try {
      this.store.load(await readState());
    } catch {
      this.retry(() => this.start());
      return;
    }
    this.listen();
  }

  listen() {
    const source = new EventSource(eventsUrl(this.store.seq));
    source.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.onStatus("live");
    };
    source.onmessage = ({ data }) => this.take(source, JSON.parse(data));
    source.onerror = () => {
      source.close();
      this.retry(() => this.listen());
    };
  }

  take(source, event) {
    if (event.type !== "reset") {
      this.store.apply(event);
      return;
    }
    source.close();
    this.start();
  }

  retry(again) {
    this.onStatus("lost");
    setTimeout(again, this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}
