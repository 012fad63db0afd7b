// A task: its text, parties, dates, mentions, its history with the changed words, and why it is as it is.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const view = document.getElementById("view");

  const marked = (text, ranges, kind) => {
    const characters = [...text];
    const parts = [];
    let at = 0;
    for (const [start, end] of ranges) {
      parts.push(characters.slice(at, start).join(""));
      if (end > start) parts.push(make(kind, {}, characters.slice(start, end).join("")));
      at = Math.max(at, end);
    }
    parts.push(characters.slice(at).join(""));
    return parts;
  };

  const historyOf = async (release, unit) => {
    const entries = [];
    for (const [list, direction] of [["back", "continues"], ["on", "goes_on"]])
      for (const { itemId, relation, score, isDoubtful, ranges } of release.linked(list, unit.number)) {
        const [otherId, path] = q.parted(itemId);
        const other = await q.release(otherId).catch(() => null);
        const found = other?.find(path);
        if (!found) continue;
        let changes = ranges;
        if (list === "on") {
          // The changed words are kept with the later item: seen from the earlier one the two sides change places.
          const back = other.linked("back", found.number).find((link) => link.itemId === release.itemId(unit.path));
          changes = (back ? back.ranges : []).map(([a, b, c, d]) => [c, d, a, b]);
        }
        const text = other.text(found.text);
        const theirs = changes.map(([, , a, b]) => [a, b]);
        entries.push(
          make("li", {},
            make("p", { class: "about" }, t(direction), " ", make("a", { href: q.taskLink(itemId) }, itemId),
              ` ${other.data.year ?? ""} (`, t("relation." + relation), ` ${Number(score).toFixed(2)}`, isDoubtful ? [", ", t("doubtful")] : null, ")"),
            make("p", { lang: other.lang() }, marked(text, theirs, list === "back" ? "del" : "ins"))),
        );
      }
    return entries;
  };
  const changedHere = (release, unit) => {
    const back = release.linked("back", unit.number);
    return back.length ? back[0].ranges.map(([a, b]) => [a, b]) : [];
  };

  const whyOf = (release, unit) => {
    const reasons = q.store.get("rules") || {};
    const told = (rule) => [make("code", {}, rule), " ", reasons[rule] ? q.inLanguage(reasons[rule]) : ""];
    const line = (rule) => make("li", {}, told(rule));
    // Lines that were joined or left out are told above.
    const repairs = release.repairs(unit.start, unit.end).filter((r) => !/^(join|furniture):/.test(r.rule));
    const words = (text) => make("q", {}, text.replaceAll("\n", "⏎").replaceAll("\f", "⏏"));
    const repair = (r) => make("li", {}, words(release.text_.slice(r.start, r.end)), " → ", words(r.after), " ", told(r.rule));
    const printed = release.lines(unit.start, unit.end).map(({ text, outcome, rule }) =>
      make("li", {}, make("q", {}, text), " ", t("line." + outcome), rule ? [": ", told(rule)] : null));
    return make("details", { class: "why" }, make("summary", {}, t("why")),
      printed.length ? [make("h3", {}, t("why_lines")), make("ol", {}, printed)] : null,
      make("h3", {}, t("why_unit")), make("ul", {}, line(unit.rule)),
      unit.notes.length ? [make("h3", {}, t("why_note")), make("ul", {}, unit.notes.map((note) => line(note.rule)))] : null,
      repairs.length ? [make("h3", {}, t("why_repairs")), make("ul", {}, repairs.map(repair))] : null);
  };

  const mentionsOf = (release, unit) => {
    const rows = release.mentionsOf(unit.number).map(([, kind, text, entity, from, to, value, valueTo, unitName]) =>
      make("tr", {}, make("td", {}, t("mention." + release.name(kind))), make("th", { scope: "row" }, release.text(text)),
        make("td", {}, [from, to].filter(Boolean).join(" – ") || ((value ?? null) === null ? entity : [value, valueTo].filter((v) => (v ?? null) !== null).join("–") + " " + (unitName || "")))));
    if (!rows.length) return null;
    return [make("h2", {}, t("mentions")),
      make("table", { class: "rows" }, q.heads(["kind", "text", "value"]), make("tbody", {}, rows))];
  };

  const show = async () => {
    const id = q.fromHash();
    const [releaseId, path] = q.parted(id);
    let release = null;
    try {
      release = releaseId && (await q.release(releaseId));
    } catch {
      release = null;
    }
    const unit = release?.find(path);
    if (!unit || unit.kind !== "i") {
      q.fill(view, make("h1", {}, t("task")), make("p", {}, t("not_found"), " ", make("code", {}, id)));
      return;
    }
    const text = release.text(unit.text);
    const title = release.text(release.data.title);
    const parties = release.parties(unit.number);
    const history = await historyOf(release, unit);
    const findings = release.findings(unit.number);
    const address = location.href.split("#")[0] + "#" + q.escaped(id);
    const [sourceName, sha256] = release.data.source;
    document.title = `${unit.marker} ${[...text].slice(0, 30).join("")}`;
    q.fill(view, 
      make("h1", {}, make("span", { class: "marker" }, unit.marker), " ", t("task"), " ", make("code", {}, id)),
      make("p", { class: "facts" }, make("a", { href: q.releaseLink(release.id, unit.path) }, title), release.data.year ? make("span", {}, String(release.data.year)) : null),
      make("p", { class: "whole", lang: release.lang() }, marked(text, changedHere(release, unit), "ins")),
      parties.length ? [make("h2", {}, t("parties")), make("ul", { class: "parties" }, parties.map((p) => q.partyItem(release, p)))] : null,
      unit.due || unit.isContinuing || unit.basis !== "none"
        ? [make("h2", {}, t("due")), make("p", {}, unit.due ? make("time", {}, unit.due) : t("no_day"), " · ", t("due_basis." + unit.basis), unit.isContinuing ? [" · ", t("continuing")] : null)]
        : null,
      history.length ? [make("h2", {}, t("history")), make("ul", { class: "history" }, history)] : null,
      mentionsOf(release, unit),
      findings.length ? [make("h2", {}, t("findings")), make("ul", { class: "findings" }, findings.map(({ code, severity, messages, value }) =>
        make("li", { class: severity }, make("code", {}, code), " ", q.inLanguage(messages), value ? [" ", make("q", {}, value)] : null)))] : null,
      whyOf(release, unit),
      make("h2", {}, t("citation")),
      make("p", { class: "citation" }, `${title}${release.data.year ? ` (${release.data.year})` : ""}, ${unit.marker} `, make("code", {}, id),
        `; ${sourceName}, SHA-256 ${sha256.slice(0, 16)}…, ${unit.start}–${unit.end}`),
      make("p", {}, t("address"), " ", make("a", { href: address }, address)),
      q.exports(() => release.rows((p) => p === unit.path), () => id.replaceAll("/", "-")),
    );
  };
  addEventListener("hashchange", () => show().then(() => scrollTo(0, 0)));
  q.onChange(show);
  show();
})();
