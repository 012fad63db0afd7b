// What all pages share: loading data, labels, scripts, elements, downloads. Texts become text nodes, never markup.
"use strict";
(() => {
  const q = window.qingdan;
  const page = document.documentElement;
  const root = document.body.dataset.root;
  q.escaped = (path) => path.split("/").map(encodeURIComponent).join("/");

  // Data are scripts: they load from disk too, where fetch does not. Most hold compressed data, which the browser inflates
  // behind a dictionary that all share (`pipeline/site/packing.py`).
  const DIGITS = [...Array(95).keys()].map((i) => String.fromCharCode(32 + i)).filter((c) => !'"\\<&'.includes(c));
  const digit = new Uint8Array(128);
  DIGITS.forEach((c, i) => (digit[c.charCodeAt(0)] = i));
  const bytes = (printed) => {
    const found = new Uint8Array(((printed.length - 1) / 2 / 8) * 13);
    let [bits, held, at] = [0, 0, 0];
    for (let i = 1; i < printed.length; i += 2) {
      bits = (bits << 13) | (digit[printed.charCodeAt(i)] * 91 + digit[printed.charCodeAt(i + 1)]);
      for (held += 13; held >= 8; at += 1) {
        held -= 8;
        found[at] = bits >> held;
        bits &= (1 << held) - 1;
      }
    }
    return found.subarray(0, found.length - digit[printed.charCodeAt(0)]);
  };
  let dictionary = null;
  q.inflate = async (packed) => {
    if (!dictionary) {
      const words = bytes(q.store.get("dictionary"));
      dictionary = new Uint8Array([0, words.length, words.length >> 8, ~words.length, ~words.length >> 8, ...words]); // a stored block
    }
    const stream = new Blob([dictionary, bytes(packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer(), dictionary.length - 5);
  };
  const chinese = new TextDecoder("gb18030");
  q.json = async (packed) => JSON.parse(chinese.decode(await q.inflate(packed)));
  const asked = new Map();
  q.script = (key, file) => {
    if (!asked.has(key)) {
      asked.set(
        key,
        new Promise((done, failed) => {
          if (q.store.has(key)) return done(q.store.get(key));
          q.waiting.set(key, [done]);
          const script = document.createElement("script");
          script.src = root + q.escaped(file);
          script.onerror = () => failed(new Error(key));
          document.head.append(script);
        }).then((value) => {
          if (value.packed) q.store.delete(key); // the promise has it
          return value;
        }),
      );
    }
    return asked.get(key);
  };
  const made = new Map();
  const once = (key, work) => {
    if (!made.has(key)) made.set(key, work());
    return made.get(key);
  };
  q.load = (key, file = `data/${key}.js`) => once(key, () => q.script(key, file).then((value) => (value.packed ? q.json(value.packed) : value)));
  q.bytes = (key) => once(key, () => q.script(key, `data/${key}.js`).then((value) => q.inflate(value.packed)));
  q.release = (id) => once("release " + id, () => q.load("r/" + id).then((data) => new q.Release(data)));

  // Labels: Chinese in either script, or English.
  const labels = q.store.get("labels") || {};
  const column = () => (page.dataset.language === "en" ? 0 : page.dataset.script === "hant" ? 2 : 1);
  q.inLanguage = (texts) => texts[column()] ?? convert(texts[1], "hant");
  q.label = (key) => q.inLanguage(labels[key] || [key, key, key]);
  const translate = () => {
    page.lang = page.dataset.language === "en" ? "en" : page.dataset.script === "hant" ? "zh-Hant" : "zh-Hans";
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = q.label(element.dataset.t);
    for (const element of document.querySelectorAll("[data-en]")) {
      element.dataset.zh ??= element.textContent;
      element.textContent = page.dataset.language === "en" ? element.dataset.en : element.dataset.zh;
    }
    for (const name of ["aria-label", "placeholder"])
      for (const element of document.querySelectorAll(`[data-t-${name}]`))
        element.setAttribute(name, q.label(element.getAttribute(`data-t-${name}`)));
  };

  // Scripts: a plain table for each way; what a text has of its own stands beside it.
  let tables = null;
  const table = (way) => {
    if (!tables) {
      const found = q.store.get("scripts") || { hans: "", to_hant: "", hant: "", to_hans: "" };
      const map = (from, to) => new Map([...from].map((c, i) => [c, to[i]]));
      tables = { hant: map(found.hans, [...found.to_hant]), hans: map(found.hant, [...found.to_hans]) };
    }
    return tables[way];
  };
  const convert = (text, way) => {
    const known = table(way);
    let made = "";
    for (const c of text) made += known.get(c) || c;
    return made;
  };
  q.toHans = (text) => convert(text, "hans");
  q.convert = convert;

  // Elements. A child is an element or a text.
  const whole = (children) => children.flat(9).filter((child) => child !== null && child !== undefined && child !== "");
  q.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    element.append(...whole(children));
    return element;
  };
  q.fill = (element, ...children) => element.replaceChildren(...whole(children));
  q.t = (key) => q.make("span", { "data-t": key }, q.label(key));
  // A message in English and, where it is known, in Chinese.
  q.said = ([en, zh]) => (zh && zh !== en ? q.make("span", { "data-en": en }, zh) : q.make("span", { lang: "en" }, en));
  q.heads = (keys) => q.make("thead", {}, q.make("tr", {}, keys.map((key) => q.make("th", { scope: "col" }, q.t(key)))));
  q.table = (label, keys, body) =>
    q.make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": q.label(label), "data-t-aria-label": label },
      q.make("table", { class: "rows", id: "table" }, q.heads(keys), body));
  // A long list: with each click on the button `more`, or call of `grow`, `append` takes the next entries.
  q.growing = (list, atOnce, append) => {
    const more = q.make("button", { type: "button" }, q.t("more"));
    let shown = 0;
    const grow = async () => {
      const some = list.slice(shown, shown + atOnce);
      shown += some.length;
      more.hidden = shown >= list.length;
      await append(some);
    };
    more.addEventListener("click", grow);
    return { more, grow };
  };
  // A name in the script of the page: simplified unless traditional is asked for.
  q.nameOf = ([hans, hant]) => (page.dataset.script === "hant" ? hant : hans);
  // An id as that of its release and the path in it.
  q.parted = (id) => {
    const [release, ...path] = id.split("/");
    return [release, path.join("/")];
  };
  q.taskLink = (id) => root + "task.html#" + q.escaped(id);
  q.bodyLink = (id) => root + "body.html#" + encodeURIComponent(id);
  q.releaseLink = (id, path = "") => root + "r/" + encodeURIComponent(id) + ".html" + (path ? "#" + q.escaped(path) : "");
  q.fromHash = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };
  q.partyItem = (release, party) =>
    q.make(
      "li",
      { "data-s": "p" + party.number },
      q.make("span", { class: "role r-" + party.role }, q.t("role." + party.role)),
      party.body
        ? q.make("a", { href: q.bodyLink(party.body), "data-k": party.name }, release.text(party.name))
        : q.make("span", { class: party.isAgency ? "unknown" : null, "data-k": party.name }, release.text(party.name)),
    );

  // Downloads are made here, from the data that the page shows.
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = "'" + text; // no formula in a spreadsheet
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  q.exports = (rows, name) =>
    q.make("span", { class: "exports" }, q.t("rows_as"), " ", ["csv", "xlsx", "json"].map((kind) => {
      const button = q.make("button", { type: "button", "data-export": kind }, kind === "xlsx" ? "Excel" : kind.toUpperCase());
      button.addEventListener("click", async () => q.download(await rows(), name(), kind));
      return [button, " "];
    }));
  const types = { csv: "text/csv", json: "application/json", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
  q.download = async (rows, name, kind) => {
    const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const csv = () => "\ufeff" + [keys, ...rows.map((row) => keys.map((key) => row[key]))].map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
    const json = () => JSON.stringify(rows, null, 1) + "\n";
    const parts = kind === "xlsx" ? (await q.load("xlsx", "assets/xlsx.js"))(keys, rows) : [kind === "csv" ? csv() : json()];
    const link = q.make("a", { href: URL.createObjectURL(new Blob(parts, { type: types[kind] })), download: name + "." + kind });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const tableRows = (element) => {
    const names = [...element.tHead.rows[0].cells].map((c) => c.textContent.trim());
    return [...element.tBodies[0].rows]
      .filter((row) => !row.hidden)
      .map((row) => Object.fromEntries(names.map((name, i) => [name, row.cells[i].textContent.trim()])));
  };

  // The frame of a page: what each has, made here. Lists that are read without scripts have their links already.
  const frame = () => {
    const choice = (name, label, options) =>
      q.make("label", {}, label, " ", q.make("select", { id: "set-" + name }, options.map(([value, text, lang]) => q.make("option", { value, lang, "data-t": lang ? null : text }, lang ? text : q.label(text)))));
    const switches = q.make("div", { class: "switches", role: "group", "aria-label": q.label("settings"), "data-t-aria-label": "settings" },
      choice("script", q.t("script"), [["printed", "printed"], ["hans", "simplified"], ["hant", "traditional"]]),
      choice("language", [q.make("span", { lang: "zh-Hans" }, "语言"), "/", q.make("span", { lang: "en" }, "Language")], [["zh", "中文", "zh-Hans"], ["en", "English", "en"]]),
      choice("theme", q.t("theme"), [["auto", "auto"], ["light", "light"], ["dark", "dark"]]));
    let top = document.querySelector("header.top");
    if (!top) {
      const links = (q.store.get("pages") || []).map(([name, file]) => [q.make("a", { href: root + file }, q.t(name)), "\n"]);
      top = q.make("header", { class: "top" }, q.make("nav", { "aria-label": q.label("nav"), "data-t-aria-label": "nav" },
        q.make("a", { class: "home", href: root + "index.html" }, q.make("span", { "aria-hidden": "true" }, "☰"), " ", q.t("site")), "\n", links));
      document.body.prepend(q.make("a", { class: "skip", href: "#content" }, q.t("skip")), top);
      document.body.append(q.make("footer", {}, "qingdan"));
    }
    top.append(switches);
  };
  frame();

  // Switches.
  const whenChanged = [];
  q.onChange = (done) => whenChanged.push(done);
  const inScript = () => {
    const script = page.dataset.script;
    for (const element of document.querySelectorAll("[data-hans],[data-hant]")) {
      if (element.dataset.printed === undefined) element.dataset.printed = element.textContent;
      element.textContent = element.dataset[script] ?? element.dataset.printed;
    }
  };
  const apply = () => {
    translate();
    inScript();
    for (const done of whenChanged) done();
  };
  q.translate = translate;
  const keep = () => {
    const { script, language, theme } = page.dataset;
    try {
      localStorage.setItem("qingdan", JSON.stringify({ script, language, theme }));
    } catch {
      // It holds for this page.
    }
  };
  for (const name of ["script", "language", "theme"]) {
    const select = document.getElementById("set-" + name);
    select.value = page.dataset[name];
    select.addEventListener("change", () => {
      page.dataset[name] = select.value;
      keep();
      apply();
    });
  }
  for (const element of document.querySelectorAll(".to-search,.filter,.exports,#form"))
    element.hidden = false;
  const toSearch = document.querySelector(".to-search");
  toSearch?.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = root + "search.html#" + encodeURIComponent(document.getElementById("query").value);
  });
  const filter = document.getElementById("filter");
  filter?.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of document.getElementById(filter.dataset.filters).tBodies[0].rows) {
      const forms = [...row.querySelectorAll("[data-hans],[data-hant]")].map((e) => (e.dataset.hans || "") + (e.dataset.hant || ""));
      row.hidden = !(row.textContent + forms.join("")).toLowerCase().includes(wanted);
    }
  });
  for (const button of document.querySelectorAll("[data-table]"))
    button.addEventListener("click", () =>
      q.download(tableRows(document.getElementById("table")), document.title.split(" ")[0], button.dataset.table),
    );
  apply();
})();
