// The page of a release: pointing at a row lights its source, and the other way round.
"use strict";
(() => {
  const q = window.qingdan;
  const source = document.getElementById("source");
  const rows = document.getElementById("rows");
  const id = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

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

  // On a phone one pane is shown at a time.
  const show = (pane) => {
    document.body.dataset.pane = pane;
    for (const button of document.querySelectorAll("[data-pane]"))
      if (button.tagName === "BUTTON") button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
  };
  for (const button of document.querySelectorAll("button[data-pane]"))
    button.addEventListener("click", () => show(button.dataset.pane));
  show("rows");

  const toggle = (name, done) => {
    const button = document.getElementById(name);
    button?.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      done(on);
    });
  };
  toggle("as-text", (on) => document.body.classList.toggle("as-text", on));
  let areMarked = false;
  toggle("show-repairs", async (on) => {
    document.body.classList.toggle("with-repairs", on);
    if (!document.querySelector("#source svg") || on) document.body.classList.toggle("as-text", on || document.getElementById("as-text")?.getAttribute("aria-pressed") === "true");
    if (on && !areMarked) {
      areMarked = true;
      await q.load("rules", "assets/rules.js");
      markRepairs(await q.release(id));
    }
  });

  // Repairs are marked when they are asked for: the text of the page is the extracted text, character by character.
  const markRepairs = (release) => {
    const text = source.querySelector(".text");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
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
    const mark = q.make("mark", { class: "repair" + (repair.rule.includes("furniture") ? " furniture" : ""), title: repair.rule + (reason ? ": " + reason : "") });
    mark.append(range.extractContents());
    if (repair.after) mark.dataset.after = repair.after.replaceAll("\n", "⏎");
    range.insertNode(mark);
    entry[1] = first + from;
  };

  // Rows in the other script.
  const inScript = async () => {
    const script = document.documentElement.dataset.script;
    const changed = document.querySelectorAll("[data-k]");
    if (script === "printed") {
      for (const element of changed) if (element.dataset.printed !== undefined) element.textContent = element.dataset.printed;
      return;
    }
    await q.load("scripts", "assets/scripts.js");
    const release = await q.release(id);
    for (const element of changed) {
      if (element.dataset.printed === undefined) element.dataset.printed = element.textContent;
      element.textContent = release.text(Number(element.dataset.k), script);
    }
    rows.lang = script === "hant" ? "zh-Hant" : "zh-Hans";
  };
  q.onChange(inScript);
  inScript();
  for (const button of document.querySelectorAll("[data-export]"))
    button.addEventListener("click", async () => {
      await q.load("scripts", "assets/scripts.js");
      q.download((await q.release(id)).rows(), id, button.dataset.export);
    });
  const arrive = () => {
    const row = document.getElementById(q.fromHash());
    if (row?.dataset.s) {
      light(row.dataset.s, row);
      row.scrollIntoView({ block: "center" });
    }
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
