// Before anything is shown: what the reader chose for script, language and colours. Then the scripts of the page.
"use strict";
(() => {
  const NEEDS = {
    list: ["core"],
    charts: ["core", "charts"],
    release: ["shared", "core", "release_data", "release"],
    task: ["shared", "scripts", "rules", "core", "release_data", "task"],
    body: ["shared", "scripts", "core", "release_data", "tasks", "body"],
    search: ["shared", "scripts", "core", "release_data", "tasks", "search"],
    series: ["shared", "scripts", "core", "release_data", "series"],
    due: ["shared", "scripts", "core", "release_data", "tasks", "due"],
    findings: ["shared", "core", "findings"],
  };
  const { page, review } = document.currentScript.dataset;
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
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
    pack(key, body) {
      this.put(key, { packed: body });
    },
  };
  if (!document.querySelector("[rel=icon]")) {
    const icon = document.createElement("link");
    Object.assign(icon, { rel: "icon", href: `${folder}icon.svg` });
    document.head.append(icon);
  }
  document.addEventListener("DOMContentLoaded", () => {
    const forms = review === undefined ? [] : ["shared", "scripts", "release_data", "blind", "review"];
    for (const name of page ? new Set(["labels", ...NEEDS[page], ...forms]) : []) {
      const script = document.createElement("script");
      script.async = false; // one after the other
      script.src = `${folder}${name}.js`;
      document.head.append(script);
    }
  });
})();
