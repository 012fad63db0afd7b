// What all pages share: loading data, labels, scripts, elements, downloads. Texts become text nodes, never markup.
"use strict";
(() => {
  const q = window.qingdan;
  const page = document.documentElement;
  const root = document.body.dataset.root;

  // Data are scripts: they load from disk too, where fetch does not.
  const asked = new Map();
  q.load = (key, file) => {
    if (!asked.has(key)) {
      asked.set(
        key,
        new Promise((done, failed) => {
          if (q.store.has(key)) return done(q.store.get(key));
          q.waiting.set(key, [done]);
          const script = document.createElement("script");
          script.src = root + file.split("/").map(encodeURIComponent).join("/");
          script.onerror = () => failed(new Error(key));
          document.head.append(script);
        }),
      );
    }
    return asked.get(key);
  };
  q.release = (id) => q.load("r/" + id, "data/r/" + id + ".js").then((data) => (data.id ? new Release(data) : null));
  q.body = (id) => q.load("b/" + id, "data/b/" + id.replaceAll(":", "_") + ".js");

  // Labels: Chinese in either script, or English.
  const labels = q.store.get("labels") || {};
  const column = () => (page.dataset.language === "en" ? 0 : page.dataset.script === "hant" ? 2 : 1);
  q.inLanguage = (texts) => texts[column()];
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
  const traditional = (hans, difference) => {
    if (typeof difference === "string") return difference;
    const made = convert(hans, "hant");
    if (!difference) return made;
    const characters = [...made];
    for (let i = 0; i < difference.length; i += 2) characters[difference[i]] = difference[i + 1];
    return characters.join("");
  };

  // The data of a release, as `pipeline/site/data.py` writes them.
  class Release {
    constructor(data) {
      this.data = data;
      this.id = data.id;
    }
    script() {
      return page.dataset.script === "printed" ? this.data.script : page.dataset.script;
    }
    text(number, script = this.script()) {
      const hans = this.data.texts[number];
      return script === "hant" ? traditional(hans, this.data.hant[number]) : hans;
    }
    lang() {
      return this.script() === "hant" ? "zh-Hant" : "zh-Hans";
    }
    unit(number) {
      const u = this.data.units[number];
      const [kind, path, marker, level, text, start, end, page, rule, status, due, basis, isContinuing, notes] = u;
      return {
        number, kind, path, marker, level, text, start, end, page, rule: this.data.names[rule],
        status, due, basis, isContinuing, notes: notes || [],
      };
    }
    find(path) {
      const number = this.data.units.findIndex((u) => u[0] !== "p" && u[1] === path);
      return number < 0 ? null : this.unit(number);
    }
    parties(unit) {
      return this.data.parties
        .map(([u, note, role, label, name, body, isAgency, start, end], number) => ({
          unit: u, number, note, role: this.data.names[role], label, name, body, isAgency, start, end,
        }))
        .filter((party) => party.unit === unit);
    }
    of(list, unit) {
      return this.data[list].filter((row) => row[0] === unit);
    }
    repairs(start, end) {
      return this.data.repairs
        .filter((r) => r[1] >= start && r[1] + r[2] <= end)
        .map(([rule, at, length, after]) => ({ rule: this.data.names[rule], start: at, end: at + length, after: after || "" }));
    }
    itemId(path) {
      return this.id + "/" + path;
    }
    // One row for each party of each item; an item without a party has one row.
    rows(wanted = () => true) {
      const rows = [];
      this.data.units.forEach((u, number) => {
        if (u[0] !== "i" || !wanted(u[1])) return;
        const unit = this.unit(number);
        const head = {
          release_id: this.id, year: this.data.year, item_id: this.itemId(unit.path), marker: unit.marker,
          body_hans: this.text(unit.text, "hans"), body_hant: this.text(unit.text, "hant"),
          note_status: unit.status, due: unit.due, due_basis: unit.basis, is_continuing: !!unit.isContinuing,
        };
        const parties = this.parties(number);
        for (const p of parties.length ? parties : [null])
          rows.push({
            ...head, role: p && p.role, name_hans: p && this.text(p.name, "hans"),
            name_hant: p && this.text(p.name, "hant"), agency_id: p && (p.body || null),
          });
      });
      return rows;
    }
  }
  q.Release = Release;

  // Elements. A child is an element or a text.
  q.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
  q.fill = (element, ...children) => {
    element.replaceChildren();
    element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""));
  };
  q.t = (key) => q.make("span", { "data-t": key }, q.label(key));
  const escaped = (path) => path.split("/").map(encodeURIComponent).join("/");
  q.taskLink = (id) => root + "task.html#" + escaped(id);
  q.bodyLink = (id) => root + "body.html#" + encodeURIComponent(id);
  q.releaseLink = (id, path = "") => root + "r/" + encodeURIComponent(id) + ".html" + (path ? "#" + escaped(path) : "");
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
        ? q.make("a", { href: q.bodyLink(party.body) }, release.text(party.name))
        : q.make("span", { class: party.isAgency ? "unknown" : null }, release.text(party.name)),
    );

  // Downloads are made here, from the data that the page shows.
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = "'" + text; // no formula in a spreadsheet
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
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
  for (const element of document.querySelectorAll(".switches,.to-search,.filter,.exports,.tools,#form"))
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
  q.apply = apply;
  apply();
})();
