import { App } from "./app.js";
import { rememberedLanguage, useLanguage } from "./i18n.js";
import { Live } from "./live.js";
import { Store } from "./store.js";
import { keepRelativeDatesFresh } from "./time.js";
import { View } from "./view.js";

await useLanguage(rememberedLanguage());
const store = new Store();
const app = new App(document.getElementById("app"), store, new View());
app.mount();
keepRelativeDatesFresh();
await new Live(store, (status) => app.setStatus(status)).start();
