// A body: its names, its predecessors and successor, its tasks by year and role, and with whom it works.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const view = document.getElementById("view");
  const AT_ONCE = 40;

  // What the index says of a body: its names, the bodies near it, its tasks with roles, the newest first.
  const find = async (id) => {
    const [index, about] = await Promise.all([q.index(), q.load("s/about")]);
    if (!about.bodies[id]) return null;
    const [nameEn, namePt, parent, successor, from, to, aliases, predecessors] = about.bodies[id];
    const number = index.bodies.indexOf(id);
    const tasks = [];
    const partners = new Map();
    for (let task = 0; task < index.count; task += 1) {
      const [start, end] = [index.first[task], index.first[task + 1]];
      const own = index.body.subarray(start, end);
      if (!own.includes(number)) continue;
      own.forEach((body, i) => body === number && tasks.push({ task, role: index.roles[index.role[start + i]], year: index.releases[index.release[task]][3] }));
      for (const body of new Set(own)) if (body !== number) partners.set(body, (partners.get(body) || 0) + 1);
    }
    tasks.sort((a, b) => (b.year || 0) - (a.year || 0) || a.task - b.task);
    const names = (other) => index.names[other] || about.others[other] || [other, other];
    const ordered = [...partners].sort((a, b) => b[1] - a[1]).map(([body, count]) => [index.bodies[body], count]);
    return { id, names, nameEn, namePt, jurisdiction: index.names[id][2], parent, successor, from, to, aliases, predecessors, tasks, partners: ordered };
  };
  const linkTo = (body, id) => make("a", { href: q.bodyLink(id) }, q.nameOf(body.names(id)));
  const near = (body) => {
    const rows = [];
    if (body.parent) rows.push([t("parent"), linkTo(body, body.parent)]);
    if (body.predecessors.length) rows.push([t("predecessors"), body.predecessors.map((id) => [linkTo(body, id), " "])]);
    if (body.successor) rows.push([t("successor"), linkTo(body, body.successor)]);
    const [hans, hant] = body.names(body.id);
    return [...rows, [t("other_names"), [...new Set([hans, hant, ...body.aliases])].join("、")]];
  };
  const byYear = ({ tasks }) => {
    const roles = [...new Set(tasks.map((entry) => entry.role))];
    const count = (year, role) => tasks.filter((entry) => entry.year === year && entry.role === role).length;
    const row = (year) => make("tr", {}, make("th", { scope: "row" }, year ? make("a", { href: `#y${year}`, "data-year": year }, String(year)) : "–"),
      roles.map((role) => make("td", { class: "n" }, String(count(year, role)))));
    return make("div", { class: "wide" }, make("table", { class: "rows" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("year")), roles.map((role) => make("th", { scope: "col", class: "n" }, t("role." + role))))),
      make("tbody", {}, [...new Set(tasks.map((entry) => entry.year))].map(row))));
  };
  const load = (entries) => Promise.all(entries.map(async (entry) => ({ ...entry, ...(await q.task(entry.task)) })));
  const articleOf = ({ release, unit, role }) =>
    make("article", { class: "hit" },
      make("p", {}, make("span", { class: "role r-" + role }, t("role." + role)), " ", make("a", { href: q.taskLink(release.itemId(unit.path)) }, `${unit.marker} ${release.text(release.data.title)}`)),
      make("p", { lang: release.lang() }, release.text(unit.text)));
  const rowsOf = async (body) =>
    (await load(body.tasks)).map(({ release, unit, role }) => {
      const party = release.parties(unit.number).find((p) => p.body === body.id && p.role === role);
      return { agency_id: body.id, release_id: release.id, year: release.data.year, item_id: release.itemId(unit.path), role, name: release.text(party.name, "printed"),
        body_hans: release.text(unit.text, "hans"), body_hant: release.text(unit.text, "hant"), due: unit.due };
    });

  let shownId = "";
  const show = async () => {
    const id = q.fromHash();
    shownId = id;
    const body = id && (await find(id));
    if (shownId !== id) return;
    if (!body) {
      q.fill(view, make("h1", {}, t("body")), make("p", {}, t("not_found"), " ", make("code", {}, id)));
      return;
    }
    const title = q.nameOf(body.names(id));
    document.title = title;
    const list = make("div", { class: "tasks" });
    let lastYear;
    const { more, grow } = q.growing(body.tasks, AT_ONCE, async (some) => {
      for (const entry of await load(some)) {
        if (lastYear !== entry.year) {
          lastYear = entry.year;
          list.append(make("h3", { id: `y${lastYear}` }, lastYear ? String(lastYear) : "–"));
        }
        list.append(articleOf(entry));
      }
    });
    q.fill(view,
      make("h1", {}, title),
      make("p", { class: "facts" }, make("code", {}, id), make("span", {}, body.jurisdiction), body.nameEn ? make("span", { lang: "en" }, body.nameEn) : null, body.namePt ? make("span", { lang: "pt" }, body.namePt) : null,
        body.from || body.to ? make("span", {}, `${body.from || "…"} – ${body.to || "…"}`) : null, make("a", { href: "feeds/" + encodeURIComponent(id.replaceAll(":", "_")) + ".xml" }, "Atom")),
      make("dl", { class: "near" }, near(body).map(([term, value]) => [make("dt", {}, term), make("dd", {}, value)])),
      make("h2", {}, t("by_year")), byYear(body),
      make("h2", {}, t("with_whom")), make("ul", { class: "parties" }, body.partners.slice(0, 40).map(([key, count]) => make("li", {}, linkTo(body, key), ` ${count}`))),
      make("h2", {}, t("tasks")), list, more, make("p", {}, q.exports(() => rowsOf(body), () => id.replaceAll(":", "-"))));
    view.onclick = async (event) => {
      const year = event.target.dataset?.year;
      if (!year) return;
      event.preventDefault();
      while (!document.getElementById("y" + year) && !more.hidden) await grow();
      document.getElementById("y" + year)?.scrollIntoView();
    };
    await grow();
  };
  addEventListener("hashchange", () => show().then(() => scrollTo(0, 0)));
  q.onChange(show);
  show();
})();
