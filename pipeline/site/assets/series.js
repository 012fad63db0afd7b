// A series: each year against the one before, with the changed words marked.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const series = document.body.dataset.of;
  const file = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "");
  let data;

  const kindOf = (fate) => t(fate === "new" || fate === "dropped" ? fate : "relation." + fate);
  const taskOf = async (id) => {
    const [release, path] = q.parted(id);
    const found = await q.release(release);
    return { release: found, unit: found.find(path) };
  };
  // The text of a task, with the words of the other one that are gone and the words that came.
  const textOf = async (id, other, fate) => {
    const { release, unit } = await taskOf(id);
    const text = release.text(unit.text);
    const link = other && fate !== "dropped" && release.linked("back", unit.number).find((known) => known.itemId === other);
    if (!link || !link.ranges.length) return [release.lang(), [text]];
    const before = await taskOf(other);
    const [now, then] = [[...text], [...before.release.text(before.unit.text)]];
    const parts = [];
    let at = 0;
    for (const [start, end, from, to] of link.ranges) {
      parts.push(now.slice(at, start).join(""));
      if (to > from) parts.push(make("del", {}, then.slice(from, to).join("")));
      if (end > start) parts.push(make("ins", {}, now.slice(start, end).join("")));
      at = end;
    }
    parts.push(now.slice(at).join(""));
    return [release.lang(), parts];
  };
  const linkTo = (id) => make("a", { href: q.taskLink(id) }, id);
  const rowOf = async ([fate, id, other, score, isDoubtful]) => {
    const [lang, parts] = await textOf(id, other, fate);
    return make("tr", {}, make("td", {}, kindOf(fate), isDoubtful ? [make("br"), make("small", {}, t("doubtful"))] : null),
      make("td", {}, linkTo(id), other ? [make("br"), make("small", {}, linkTo(other), score === null ? null : ` ${score.toFixed(2)}`)] : null),
      make("td", { lang }, parts));
  };
  const comparison = async ({ years: [earlier, later], counts, changes }, number) => [
    make("h2", { id: "y" + later }, `${later} ← ${earlier}`),
    make("p", { class: "facts" }, Object.entries(counts).map(([fate, count]) => make("span", {}, kindOf(fate), ` ${count}`))),
    make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": String(later) },
      make("table", { class: "rows", id: number ? null : "table" }, q.heads(["kind", "task", "text"]),
        make("tbody", {}, await Promise.all(changes.map(rowOf))))),
  ];
  const rows = async () => {
    const found = [];
    for (const { years, changes } of data.comparisons)
      for (const [fate, id, other, score] of changes) {
        const { release, unit } = await taskOf(id);
        found.push({ series, from: years[0], to: years[1], change: fate, item_id: id, other_id: other || null, score, body_hans: release.text(unit.text, "hans"), body_hant: release.text(unit.text, "hant") });
      }
    return found;
  };
  const show = async () => {
    const title = (release) => release.text(release.data.title);
    const releases = await Promise.all(data.releases.map((id) => q.release(id)));
    const compared = await Promise.all(data.comparisons.map(comparison));
    q.fill(document.getElementById("content"),
      make("h1", {}, t("series"), ` ${series}`),
      make("p", {}, make("a", { href: encodeURIComponent(file) + ".xml" }, "Atom")),
      make("ul", {}, releases.map((release) => make("li", {}, `${release.data.year ?? "–"} `, make("a", { href: q.releaseLink(release.id) }, title(release))))),
      compared.length ? compared : make("p", {}, t("no_series")),
      compared.length ? make("p", {}, q.exports(rows, () => file)) : null);
  };
  const start = async () => {
    data = await q.load("y/" + file);
    await show();
    q.onChange(show);
  };
  q.ready = start();
})();
