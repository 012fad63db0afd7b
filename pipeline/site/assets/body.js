// A body: its names, its predecessors and successor, its tasks by year and role, and with whom it works.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const view = document.getElementById("view");
  const AT_ONCE = 40;

  const nameOf = (hans, hant) => (document.documentElement.dataset.script === "hant" ? hant : hans);
  const linkTo = (body, id) => make("a", { href: q.bodyLink(id) }, body.names[id] ? nameOf(...body.names[id]) : id);

  const near = (body) => {
    const rows = [];
    if (body.parent_id) rows.push([t("parent"), linkTo(body, body.parent_id)]);
    if (body.predecessors.length) rows.push([t("predecessors"), body.predecessors.map((id) => [linkTo(body, id), " "])]);
    if (body.succeeded_by) rows.push([t("successor"), linkTo(body, body.succeeded_by)]);
    return rows;
  };
  // All tasks with their releases, loaded a few at a time; a body may be in hundreds of releases.
  const tasksOf = async (body, done) => {
    const ids = Object.keys(body.tasks);
    const found = [];
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const releases = await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => q.release(id).catch(() => null)));
      for (const release of releases)
        if (release)
          for (const [path, role, name] of body.tasks[release.id]) {
            const unit = release.find(path);
            if (unit) found.push({ release, unit, role, name: name || body.name_hans });
          }
      done(Math.min(ids.length, i + AT_ONCE), ids.length);
    }
    return found;
  };
  const counted = (list, key) => {
    const counts = new Map();
    for (const entry of list) counts.set(key(entry), (counts.get(key(entry)) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };

  const show = async () => {
    const id = q.fromHash();
    const body = id && (await q.body(id).catch(() => null));
    if (!body) {
      q.fill(view, make("h1", {}, t("body")), make("p", {}, t("not_found"), " ", make("code", {}, id)));
      return;
    }
    const title = nameOf(body.name_hans, body.name_hant);
    document.title = title;
    const status = make("p", { role: "status" }, t("loading"));
    const head = [
      make("h1", {}, title),
      make("p", { class: "facts" }, make("code", {}, id), make("span", {}, body.jurisdiction), body.name_en ? make("span", { lang: "en" }, body.name_en) : null, body.name_pt ? make("span", { lang: "pt" }, body.name_pt) : null,
        body.valid_from || body.valid_to ? make("span", {}, `${body.valid_from || "…"} – ${body.valid_to || "…"}`) : null),
      make("p", {}, make("a", { href: "feeds/" + encodeURIComponent(id.replaceAll(":", "_")) + ".xml" }, "Atom")),
      make("dl", { class: "near" }, [...near(body), [t("other_names"), [body.name_hans, body.name_hant, ...body.aliases].filter((n, i, l) => l.indexOf(n) === i).join("、")]].map(([term, value]) => [make("dt", {}, term), make("dd", {}, value)])),
    ];
    q.fill(view, ...head, status);
    const tasks = await tasksOf(body, (n, all) => (status.textContent = `${n}/${all}`));
    status.remove();
    const partners = new Map();
    for (const { release, unit } of tasks)
      for (const party of release.parties(unit.number))
        if (party.body && party.body !== id) {
          const entry = partners.get(party.body) || [release.text(party.name), new Set()];
          entry[1].add(release.itemId(unit.path));
          partners.set(party.body, entry);
        }
    const years = [...new Set(tasks.map((e) => e.release.data.year))].sort((a, b) => (b || 0) - (a || 0));
    const roles = counted(tasks, (e) => e.role);
    view.append(
      make("h2", {}, t("by_year")),
      make("div", { class: "wide" }, make("table", { class: "rows" },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("year")), roles.map(([role]) => make("th", { scope: "col", class: "n" }, t("role." + role))))),
        make("tbody", {}, years.map((year) => make("tr", {}, make("th", { scope: "row" }, year ? make("a", { href: `#y${year}`, "data-year": year }, String(year)) : "–"),
          roles.map(([role]) => make("td", { class: "n" }, String(tasks.filter((e) => e.release.data.year === year && e.role === role).length)))))))),
      make("h2", {}, t("with_whom")),
      make("ul", { class: "parties" }, [...partners].sort((a, b) => b[1][1].size - a[1][1].size).slice(0, 40).map(([key, [name, set]]) =>
        make("li", {}, make("a", { href: q.bodyLink(key) }, name), ` ${set.size}`))),
      make("h2", {}, t("tasks")),
    );
    const list = make("div", { class: "tasks" });
    const more = make("button", { type: "button" }, t("more"));
    const ordered = tasks.sort((a, b) => (b.release.data.year || 0) - (a.release.data.year || 0) || a.release.id.localeCompare(b.release.id) || a.unit.start - b.unit.start);
    let shown = 0;
    let lastYear;
    const grow = () => {
      for (const entry of ordered.slice(shown, shown + 100)) {
        const { release, unit, role } = entry;
        if (lastYear !== release.data.year) {
          lastYear = release.data.year;
          list.append(make("h3", { id: `y${lastYear}` }, lastYear ? String(lastYear) : "–"));
        }
        list.append(make("article", { class: "hit" },
          make("p", {}, make("span", { class: "role r-" + role }, t("role." + role)), " ", make("a", { href: q.taskLink(release.itemId(unit.path)) }, `${unit.marker} ${release.text(release.data.title)}`)),
          make("p", { lang: release.lang() }, release.text(unit.text))));
      }
      shown += 100;
      more.hidden = shown >= ordered.length;
    };
    more.addEventListener("click", grow);
    grow();
    view.addEventListener("click", (event) => {
      const year = event.target.dataset?.year;
      if (!year) return;
      event.preventDefault();
      while (!document.getElementById("y" + year) && !more.hidden) grow();
      document.getElementById("y" + year)?.scrollIntoView();
    });
    view.append(list, more, make("p", { class: "exports" }, t("rows_as"), " ", ["csv", "xlsx", "json"].map((kind) => {
      const button = make("button", { type: "button" }, kind === "xlsx" ? "Excel" : kind.toUpperCase());
      button.addEventListener("click", () => q.download(ordered.map(({ release, unit, role, name }) => ({
        agency_id: id, release_id: release.id, year: release.data.year, item_id: release.itemId(unit.path), role, name,
        body_hans: release.text(unit.text, "hans"), body_hant: release.text(unit.text, "hant"), due: unit.due })), id.replaceAll(":", "-"), kind));
      return [button, " "];
    })));
  };
  addEventListener("hashchange", () => show().then(() => scrollTo(0, 0)));
  q.onChange(show);
  show();
})();
