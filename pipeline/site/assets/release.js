// The page of a release: the original on the left, its rows on the right; pointing at one lights the other.
// What belongs together has the same key: u3 a unit, n3.1 a note of it, p7 a party, f2 a finding.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const id = document.body.dataset.of;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const DEEPEST = 6;
  const MOST_LINKS = 3;
  let source, rows, release;

  // The extracted text with its marks as nested elements; one that crosses the end of another is cut in two there.
  const marksOf = () => {
    const marks = [];
    const add = (start, end, kind, key) => end > start && marks.push({ start, end, kind, key });
    for (const unit of release.units) {
      add(unit.start, unit.end, `u ${unit.kind}`, `u${unit.number}`);
      for (const note of unit.notes) add(note.start, note.end, "n", `n${unit.number}.${note.index}`);
    }
    for (const p of release.all) add(p.start, p.end, `y r-${p.role}`, `p${p.number}`);
    for (const f of release.findings()) if (f.start !== null) add(f.start, f.end, `f ${f.severity}`, `f${f.number}`);
    return marks;
  };
  const order = (a, b) => a.start - b.start || b.end - a.end;
  q.marked = (text, marks) => pieces(text, 0, text.length, [...marks].sort(order));
  const pieces = (text, start, end, queue) => {
    const made = document.createDocumentFragment();
    let at = start;
    for (let i = 0; i < queue.length; ) {
      const mark = queue[i];
      const stop = Math.min(mark.end, end);
      const inside = [];
      for (i += 1; i < queue.length && queue[i].start < stop; i += 1) {
        let inner = queue[i];
        if (inner.end > stop) {
          const rest = { ...inner, start: stop };
          inner = { ...inner, end: stop };
          let place = i + 1;
          while (place < queue.length && order(queue[place], rest) < 0) place += 1;
          queue.splice(place, 0, rest);
        }
        inside.push(inner);
      }
      made.append(text.slice(at, mark.start));
      const element = make("mark", { class: mark.kind, "data-s": mark.key });
      element.append(pieces(text, mark.start, stop, inside));
      made.append(element);
      at = stop;
    }
    made.append(text.slice(at, end));
    return made;
  };

  // Pages as pictures, with an outline for each mark: a rectangle for each of its lines.
  const SVG = "http://www.w3.org/2000/svg";
  const sheetsOf = (marks) => {
    if (!release.data.sheets.length) return [];
    const { sizes, pieces: known } = release.sheets();
    const figures = sizes.map(([width, height, across, down], i) => {
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", `0 0 ${across} ${down}`);
      svg.setAttribute("aria-hidden", "true");
      const picture = make("img", { src: `../p/${encodeURIComponent(id)}/${i + 1}.webp`, width, height, alt: `${release.data.source[0]}, ${i + 1}`, loading: i > 1 ? "lazy" : null });
      return make("figure", { class: "sheet", id: `page-${i + 1}` }, picture, svg);
    });
    for (const mark of [...marks].sort(order)) {
      const outlines = new Map();
      for (const box of linesOf(known, mark)) {
        const path = `M${box.x0} ${box.y0}H${box.x1}V${box.y1}H${box.x0}z`;
        outlines.set(box.sheet, (outlines.get(box.sheet) || "") + path);
      }
      for (const [sheet, d] of outlines) {
        const path = document.createElementNS(SVG, "path");
        for (const [name, value] of Object.entries({ class: mark.kind, "data-s": mark.key, d })) path.setAttribute(name, value);
        figures[sheet - 1].lastChild.append(path);
      }
    }
    return figures;
  };
  const linesOf = (known, { start, end }) => {
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle].start < start) low = middle + 1;
      else high = middle;
    }
    const lines = [];
    for (; low < known.length && known[low].end <= end; low += 1) {
      const [box, last] = [known[low], lines.at(-1)];
      const height = last ? last.y1 - last.y0 : 0;
      const isLevel = last && last.sheet === box.sheet && Math.abs(box.y0 + box.y1 - last.y0 - last.y1) < height;
      if (isLevel && box.x0 - last.x1 > -height && box.x0 - last.x1 < 2 * height) {
        last.y0 = Math.min(last.y0, box.y0);
        last.y1 = Math.max(last.y1, box.y1);
        last.x1 = Math.max(last.x1, box.x1);
      } else lines.push({ ...box });
    }
    return lines;
  };

  // Rows.
  const text = (number) => make("span", { "data-k": number }, release.text(number));
  const quoted = (value) => (value ? [" ", make("q", {}, value)] : null);
  const keyOfFinding = (f) => (f.start === null ? null : `f${f.number}`);
  const linkOf = (direction) => (link) => {
    return make("span", {}, t(direction), " ", make("a", { href: q.releaseLink(...q.parted(link.itemId)) }, link.itemId), " (", t("relation." + link.relation), link.isDoubtful ? [", ", t("doubtful")] : null, ")");
  };
  const best = (links) => [...links].sort((a, b) => b.score - a.score).slice(0, MOST_LINKS);
  const itemOf = (unit) => {
    const parties = release.parties(unit.number);
    return make("article", { class: `row i l${Math.min(unit.level, DEEPEST)}`, id: unit.path, "data-s": `u${unit.number}` },
      make("p", { class: "what" }, make("a", { class: "marker", href: q.taskLink(release.itemId(unit.path)) }, unit.marker || "•"), text(unit.text)),
      parties.length ? make("ul", { class: "parties" }, parties.map((party) => q.partyItem(release, party))) : null,
      make("p", { class: "about" },
        unit.due ? make("span", {}, t("due"), " ", make("time", {}, unit.due)) : null,
        unit.isContinuing ? make("span", {}, t("continuing")) : null,
        best(release.linked("back", unit.number)).map(linkOf("continues")), best(release.linked("on", unit.number)).map(linkOf("goes_on")),
        release.findings(unit.number).map((f) => make("span", { class: f.severity, "data-s": keyOfFinding(f) }, make("code", {}, f.code), quoted(f.value))),
        make("a", { class: "to-source", href: `#u${unit.number}` }, t("in_source"))));
  };
  const rowOf = (unit) => {
    const key = `u${unit.number}`;
    if (unit.kind === "i") return itemOf(unit);
    if (unit.kind === "p") return make("p", { class: "row p", "data-s": key, "data-k": unit.text }, release.text(unit.text));
    return make("h" + Math.min(unit.level + 1, DEEPEST), { class: `row s l${Math.min(unit.level, DEEPEST)}`, id: unit.path, "data-s": key }, make("span", { class: "marker" }, unit.marker), text(unit.text));
  };
  const findingOf = (f) => {
    const path = f.unit < 0 ? "" : release.unit(f.unit).path;
    return make("li", { class: f.severity, "data-s": keyOfFinding(f) }, make("strong", {}, t("severity." + f.severity)), " ",
      make("a", { href: `../findings/${f.code}.html` }, make("code", {}, f.code)), " ", q.said(f.messages), quoted(f.value),
      path ? [" ", make("a", { href: "#" + path }, path)] : null);
  };

  // The head: what the document says of itself, what to show, what is to be looked at.
  const fact = (key, value) => (value ? make("span", {}, t(key), " ", value) : null);
  const headOf = () => {
    const { facts, year, series, uri, source: [name], script, title } = release.data;
    const findings = release.findings();
    const button = (attributes, key) => make("button", { type: "button", "aria-pressed": "false", ...attributes }, t(key));
    return make("div", { class: "head" },
      make("h1", { "data-k": title }, release.text(title)),
      make("p", { class: "facts" },
        fact("issuer", facts.issuer), fact("doc_number", facts.doc_number), fact("date_issued", facts.date_issued && make("time", {}, facts.date_issued)),
        fact("year", year && String(year)), fact("series", series && make("a", { href: "../" + q.escaped(release.data.series_page) }, series)),
        fact("script", t("script." + script)), fact("tasks", String(facts.n_items)), fact("notes", `${facts.n_notes_parsed}/${facts.n_notes}`),
        make("span", {}, uri ? make("a", { href: uri, rel: "noreferrer noopener" }, name) : name)),
      make("div", { class: "tools" },
        make("span", { class: "panes", role: "group", "aria-label": q.label("settings"), "data-t-aria-label": "settings" }, button({ "data-pane": "source" }, "original"), " ", button({ "data-pane": "rows" }, "rows")), " ",
        release.data.sheets.length ? [button({ id: "as-text" }, "as_text"), " "] : null, button({ id: "show-repairs" }, "show_repairs"), " ",
        q.exports(async () => (await q.load("scripts", "assets/scripts.js"), release.rows()), () => id)),
      findings.length ? make("details", { class: "findings", open: findings.length <= 5 }, make("summary", {}, t("findings"), ` (${findings.length})`), make("ul", {}, findings.map(findingOf))) : null);
  };
  const draw = () => {
    const printed = release.data.script === "hant" ? "zh-Hant" : "zh-Hans";
    const pane = (name, label, ...children) => make("section", { id: name, tabindex: "0", "aria-label": q.label(label), "data-t-aria-label": label }, children);
    const marks = marksOf();
    const extracted = make("div", { class: "text", lang: printed });
    extracted.append(q.marked(release.text_, marks));
    const sheets = sheetsOf(marks);
    source = pane("source", "original", sheets, release.data.is_pdf && !sheets.length ? make("p", { class: "hint" }, t("no_pictures")) : null, extracted);
    rows = pane("rows", "rows", release.units.map(rowOf));
    rows.lang = printed;
    q.fill(document.getElementById("content"), headOf(), make("div", { class: "panes-of-release" }, source, rows));
  };

  // Lighting.
  const all = (key) => document.querySelectorAll(`[data-s="${CSS.escape(key)}"]`);
  let lit = [];
  let timer = 0;
  const light = (key, from) => {
    for (const element of lit) element.classList.remove("lit");
    lit = key ? [...all(key)] : [];
    for (const element of lit) element.classList.add("lit");
    clearTimeout(timer);
    if (key && from) timer = setTimeout(() => bring(key, from), 120);
  };
  // What is lit in the other pane comes into view, and the pane alone moves.
  const bring = (key, from) => {
    const pane = source.contains(from) ? rows : source;
    const target = [...all(key)].find((element) => pane.contains(element) && element.getClientRects().length);
    if (!target) return;
    const [box, frame] = [target.getBoundingClientRect(), pane.getBoundingClientRect()];
    const isSeen = box.top >= frame.top && Math.min(box.bottom, box.top + 60) <= frame.bottom;
    if (!isSeen) pane.scrollBy({ top: box.top - frame.top - frame.height / 4, behavior: isStill ? "auto" : "smooth" });
  };
  const keyOf = (target) => target.closest?.("[data-s]")?.dataset.s;
  const point = (event) => {
    const key = keyOf(event.target);
    if (key !== (lit[0] && lit[0].dataset.s)) light(key, event.target);
  };
  const listen = () => {
    document.addEventListener("mouseover", point);
    document.addEventListener("focusin", (event) => keyOf(event.target) && point(event));
    source.addEventListener("click", (event) => {
      const key = keyOf(event.target);
      const row = key && [...all(key)].find((element) => rows.contains(element));
      if (!row || String(getSelection())) return;
      show("rows");
      row.scrollIntoView({ block: "center" });
      light(key);
    });
    rows.addEventListener("click", (event) => {
      const link = event.target.closest(".to-source");
      if (!link) return;
      event.preventDefault();
      const key = link.hash.slice(1);
      show("source");
      [...all(key)].find((e) => source.contains(e) && e.getClientRects().length)?.scrollIntoView({ block: "center" });
      light(key);
      source.focus({ preventScroll: true });
    });
    for (const button of document.querySelectorAll("button[data-pane]"))
      button.addEventListener("click", () => show(button.dataset.pane));
    toggle("as-text", (on) => document.body.classList.toggle("as-text", on));
    toggle("show-repairs", showRepairs);
    addEventListener("hashchange", arrive);
  };

  // On a phone one pane is shown at a time.
  const show = (pane) => {
    document.body.dataset.pane = pane;
    for (const button of document.querySelectorAll("button[data-pane]"))
      button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
  };
  const toggle = (name, done) => {
    const button = document.getElementById(name);
    button?.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      done(on);
    });
  };

  // Repairs are marked when they are asked for: the text of the page is the extracted text, character by character.
  let areMarked = false;
  const showRepairs = async (on) => {
    document.body.classList.toggle("with-repairs", on);
    if (!document.querySelector("#source svg") || on) document.body.classList.toggle("as-text", on || document.getElementById("as-text")?.getAttribute("aria-pressed") === "true");
    if (on && !areMarked) {
      areMarked = true;
      await q.load("rules", "assets/rules.js");
      markRepairs();
    }
  };
  const markRepairs = () => {
    const walker = document.createTreeWalker(source.querySelector(".text"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = [...node.data].length;
      nodes.push([at, at + length, node]);
      at += length;
    }
    const repairs = release.repairs(0, at).sort((a, b) => b.start - a.start || b.end - a.end);
    let place = nodes.length - 1;
    for (const repair of repairs) {
      while (place > 0 && nodes[place][0] > repair.start) place -= 1;
      for (let i = place; i < nodes.length && nodes[i][0] < repair.end; i += 1) wrap(nodes[i], repair);
      if (repair.start === repair.end) wrap(nodes[place], repair);
    }
  };
  const wrap = (entry, repair) => {
    const [first, , node] = entry;
    const characters = [...node.data];
    const from = Math.max(0, repair.start - first);
    const to = Math.min(characters.length, repair.end - first);
    if (from > to || from > characters.length) return;
    const units = (n) => characters.slice(0, n).join("").length;
    const range = document.createRange();
    range.setStart(node, units(from));
    range.setEnd(node, units(to));
    const reason = q.inLanguage((q.store.get("rules") || {})[repair.rule] || ["", "", ""]);
    const mark = make("mark", { class: "repair" + (repair.rule.includes("furniture") ? " furniture" : ""), title: repair.rule + (reason ? ": " + reason : "") });
    mark.append(range.extractContents());
    if (repair.after) mark.dataset.after = repair.after.replaceAll("\n", "⏎");
    range.insertNode(mark);
    entry[1] = first + from;
  };

  // Rows in the other script.
  const inScript = async () => {
    const script = document.documentElement.dataset.script;
    if (script !== "printed") await q.load("scripts", "assets/scripts.js");
    for (const element of document.querySelectorAll("[data-k]")) element.textContent = release.text(Number(element.dataset.k), script);
    rows.lang = release.lang();
  };
  const arrive = () => {
    const row = document.getElementById(q.fromHash());
    if (row?.dataset.s) {
      light(row.dataset.s, row);
      row.scrollIntoView({ block: "center" });
    }
  };
  const start = async () => {
    if (document.documentElement.dataset.script !== "printed") await q.load("scripts", "assets/scripts.js");
    release = await q.release(id);
    draw();
    q.translate();
    listen();
    show("rows");
    q.onChange(inScript);
    arrive();
  };
  q.ready = start();
})();
