// The index of all tasks, as `pipeline/site/search_index.py` writes it: numbers in typed arrays.
"use strict";
(() => {
  const q = window.qingdan;
  const DAY = 86400000;

  // Numbers of seven bits a byte, the lowest first.
  const reader = (data, at = 0) => () => {
    let number = data[at] & 127;
    for (let shift = 7; data[at] > 127; shift += 7) {
      at += 1;
      number |= (data[at] & 127) << shift;
    }
    at += 1;
    return number;
  };
  const rising = (next, into) => {
    let at = 0;
    for (let i = 0; i < into.length; i += 1) into[i] = at += next();
    return into;
  };

  const make = ({ releases, bodies, roles, codes }, data, names) => {
    const count = releases.reduce((sum, release) => sum + release[5], 0);
    const next = reader(data);
    const fill = (into) => {
      for (let i = 0; i < into.length; i += 1) into[i] = next();
      return into;
    };
    const length = fill(new Uint8Array(count));
    const first = new Uint32Array(count + 1); // where the ties of a task begin
    for (let i = 0; i < count; i += 1) first[i + 1] = first[i] + next();
    const body = fill(new Uint32Array(first[count]));
    const role = fill(new Uint8Array(first[count]));
    const pairs = () => {
      const numbers = new Uint32Array(next());
      return [rising(next, numbers), fill(new Uint32Array(numbers.length))];
    };
    const [codesOf, code] = pairs();
    const [dueOf, day] = pairs();
    const found = new Map();
    codesOf.forEach((task, i) => found.set(task, [...(found.get(task) || []), code[i]]));
    const release = new Uint32Array(count);
    const ordinal = new Uint32Array(count);
    let at = 0;
    releases.forEach((row, number) => {
      for (let i = 0; i < row[5]; i += 1, at += 1) [release[at], ordinal[at]] = [number, i];
    });
    const due = new Map();
    dueOf.forEach((task, i) => due.set(task, new Date(Date.UTC(2000, 0, 1) + day[i] * DAY).toISOString().slice(0, 10)));
    return { count, releases, bodies, roles, codes, names, length, first, body, role, codesOf: found, due, release, ordinal };
  };
  let index = null;
  q.index = () =>
    (index ??= Promise.all([q.load("s/heads"), q.bytes("s/tasks"), q.load("s/bodies")]).then((parts) => make(...parts)));
  q.varints = reader;

  // A task with its release, loaded.
  q.task = async (number) => {
    const { releases, release, ordinal } = await q.index();
    const found = await q.release(releases[release[number]][0]);
    return { release: found, unit: found.item(ordinal[number]) };
  };
  // A task as results show it; `lit` makes the parts of its text.
  q.hit = ({ release, unit }, lit = (text) => [text], ...about) =>
    q.make("li", { class: "hit" },
      q.make("p", {}, about, q.make("a", { href: q.taskLink(release.itemId(unit.path)) }, `${unit.marker} ${release.text(release.data.title)}`), release.data.year ? ` ${release.data.year}` : ""),
      q.make("p", { lang: release.lang() }, lit(release.text(unit.text), release, unit)),
      q.make("ul", { class: "parties" }, release.parties(unit.number).map((party) => q.partyItem(release, party))),
      q.make("p", { class: "about" }, q.make("a", { href: q.releaseLink(release.id, unit.path) }, q.t("in_source"))));
  // The rows of tasks, for downloads.
  q.rowsOf = async (numbers) => {
    const { releases, release, ordinal } = await q.index();
    const wanted = new Map();
    for (const number of numbers) {
      const id = releases[release[number]][0];
      wanted.set(id, (wanted.get(id) || new Set()).add(ordinal[number]));
    }
    const rows = [];
    for (const [id, ordinals] of wanted) {
      const found = await q.release(id);
      const paths = new Set([...ordinals].map((i) => found.item(i).path));
      rows.push(...found.rows((path) => paths.has(path)));
    }
    return rows;
  };
})();
