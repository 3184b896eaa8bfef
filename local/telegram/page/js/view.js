/**
 * What this page looks at, kept in the address so that a reload or a shared link shows the same:
 * `#customer=1001&beside=1002&group=-100...&topic=45&agent=1010&side=agents&open=1`.
 * `side` and `open` matter on narrow screens only: which half is shown, and whether its list or its thread.
 */
const NUMBERS = new Set(["customer", "beside", "agent", "bot"]);

export class View {
  constructor() {
    this.listeners = new Set();
    this.read();
    window.addEventListener("hashchange", () => {
      this.read();
      for (const listener of this.listeners) listener();
    });
  }

  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    this.values = Object.fromEntries([...given].map(([name, text]) => [name, NUMBERS.has(name) ? Number(text) : text]));
  }

  get(name) {
    return this.values[name];
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  /** Goes into the browser's history: Back returns to what was looked at before. */
  go(changes) {
    const next = Object.entries({ ...this.values, ...changes }).filter(([, value]) => value !== null && value !== undefined);
    location.hash = new URLSearchParams(next).toString();
  }
}
