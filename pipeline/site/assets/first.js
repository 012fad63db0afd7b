// Before anything is shown: what the reader chose for script, language and colours.
"use strict";
(() => {
  const root = document.documentElement;
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("qingdan") || "{}") || {};
  } catch {
    // Storage is closed to pages from disk in some browsers: then choices hold for one page.
  }
  const one = (name, values) => (values.includes(chosen[name]) ? chosen[name] : values[0]);
  root.dataset.script = one("script", ["printed", "hans", "hant"]);
  root.dataset.language = one("language", ["zh", "en"]);
  root.dataset.theme = one("theme", ["auto", "light", "dark"]);
  root.dataset.js = "";
  window.qingdan = {
    store: new Map(),
    waiting: new Map(),
    put(key, value) {
      this.store.set(key, value);
      for (const done of this.waiting.get(key) || []) done(value);
      this.waiting.delete(key);
    },
  };
})();
