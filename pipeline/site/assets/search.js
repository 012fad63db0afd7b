// Search: a query in either script is cut by the words of the index; results are narrowed down by facets.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const $ = (id) => document.getElementById(id);
  const PAGE = 20;
  const MOST_FORMS = 300;
  const FACETS = ["body", "role", "year", "series", "jurisdiction", "finding"];
  const MOST_SHOWN = 12;
  let index = null;

  const ready = async () => {
    if (index) return index;
    const [words, tasks, bodies] = await Promise.all([q.load("s/words", "data/s/words.js"), q.load("s/tasks", "data/s/tasks.js"), q.load("s/bodies", "data/s/bodies.js")]);
    const list = words.words ? words.words.split("\n") : [];
    index = { list, text: "\n" + words.words + "\n", number: new Map(list.map((w, i) => [w, i])), perFile: words.per_file, ...tasks, names: bodies };
    return index;
  };
  // The words of the index that have a piece of the query in them.
  const wordsWith = (piece) => {
    const exact = index.number.get(piece);
    const found = exact === undefined ? [] : [exact];
    for (let at = index.text.indexOf(piece); at >= 0 && found.length < MOST_FORMS; ) {
      const start = index.text.lastIndexOf("\n", at) + 1;
      const end = index.text.indexOf("\n", at);
      const number = index.number.get(index.text.slice(start, end));
      if (number !== undefined && number !== exact) found.push(number);
      at = index.text.indexOf(piece, end);
    }
    return found;
  };
  // The longest pieces of a query that words have: 共建一带一路 is 共建 and 一带一路.
  const cut = (word) => {
    const pieces = [];
    for (let at = 0; at < word.length; ) {
      let end = word.length;
      while (end > at + 1 && !wordsWith(word.slice(at, end)).length) end -= 1;
      pieces.push(word.slice(at, end));
      at = end;
    }
    return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  };
  const tasksWith = async (number) => {
    const file = Math.floor(number / index.perFile);
    const lists = await q.load(`s/${file}`, `data/s/${file}.js`);
    let task = 0;
    return lists[number % index.perFile].split(" ").map((step) => (task += parseInt(step, 36)));
  };
  const find = async (query) => {
    await ready();
    const pieces = [...new Set(q.toHans(query.trim().toLowerCase()).split(/\s+/).filter(Boolean).flatMap(cut))];
    let scores = null;
    for (const piece of pieces) {
      const words = wordsWith(piece);
      const lists = await Promise.all(words.map(tasksWith));
      const own = new Map();
      lists.forEach((tasks, i) => {
        const likeness = piece.length / index.list[words[i]].length;
        for (const task of tasks) own.set(task, Math.max(own.get(task) || 0, likeness));
      });
      const rarity = Math.log(1 + index.tasks.length / (own.size || 1));
      const next = new Map();
      for (const [task, likeness] of own) if (!scores || scores.has(task)) next.set(task, (scores?.get(task) || 0) + rarity * likeness);
      scores = next;
    }
    const found = [...(scores || [])].map(([task, score]) => [task, score / (1 + index.tasks[task][2] / 400)]);
    found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { pieces, tasks: found.map(([task]) => task) };
  };

  // The values of a facet that a task has, each once. Called for every task that was found: nothing is copied.
  const each = (facet, task, done) => {
    const [release, , , ties, codes] = index.tasks[task];
    if (facet === "year") return done(index.releases[release][3] ?? "–");
    if (facet === "series") return done(index.releases[release][4] ?? "–");
    if (facet === "finding") return (codes || []).forEach((code) => done(index.codes[code]));
    const value = (i) => (facet === "body" ? index.bodies[ties[i]] : facet === "role" ? index.roles[ties[i + 1]] : (index.names[index.bodies[ties[i]]] || ["", "", "–"])[2]);
    for (let i = 0; i < ties.length; i += 2) {
      const found = value(i);
      let isNew = true;
      for (let k = 0; k < i && isNew; k += 2) isNew = value(k) !== found;
      if (isNew) done(found);
    }
    return undefined;
  };
  const has = (facet, task, wanted) => {
    let found = false;
    each(facet, task, (value) => (found ||= String(value) === wanted));
    return found;
  };
  const shownValue = (facet, value) => {
    if (facet === "body") return (index.names[value] || [value, value])[document.documentElement.dataset.script === "hant" ? 1 : 0];
    return facet === "role" ? t("role." + value) : String(value);
  };
  const labelOf = { body: "body", role: "role", year: "year", series: "series", jurisdiction: "jurisdiction", finding: "findings" };

  const state = { query: "", pieces: [], all: [], chosen: {}, tasks: [], shown: 0 };
  const narrowed = (without) =>
    FACETS.filter((facet) => facet !== without && state.chosen[facet]).reduce((tasks, facet) => tasks.filter((task) => has(facet, task, state.chosen[facet])), state.all);
  const showFacets = () => {
    const box = $("facets");
    box.replaceChildren();
    box.hidden = !state.all.length;
    for (const facet of FACETS) {
      const counts = new Map();
      const count = (value) => counts.set(value, (counts.get(value) || 0) + 1);
      for (const task of narrowed(facet)) each(facet, task, count);
      if (!counts.size) continue;
      const ordered = [...counts].map(([value, n]) => [String(value), n]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const top = ordered.slice(0, MOST_SHOWN);
      const chosen = state.chosen[facet];
      if (chosen && !top.some(([value]) => value === chosen)) top.push(ordered.find(([value]) => value === chosen) || [chosen, 0]);
      const options = top.map(([value, count]) => {
        const button = make("button", { type: "button", "aria-pressed": String(chosen === value), "data-facet": facet, "data-value": value }, shownValue(facet, value), " ", make("span", { class: "count" }, String(count)));
        return make("li", {}, button);
      });
      box.append(make("details", { open: true }, make("summary", {}, t(labelOf[facet])), make("ul", {}, options)));
    }
  };
  $("facets").addEventListener("click", (event) => {
    const button = event.target.closest("[data-facet]");
    if (!button) return;
    const { facet, value } = button.dataset;
    state.chosen[facet] = state.chosen[facet] === value ? undefined : value;
    refine();
    document.querySelector(`[data-facet="${facet}"][data-value="${CSS.escape(value)}"]`)?.focus();
  });

  // The words of the query, lit in a text of either script: characters stand in the same places in both.
  const lit = (text, hans) => {
    const [a, b] = [[...text], [...hans.toLowerCase()]];
    const on = new Array(a.length).fill(false);
    for (const piece of state.pieces.map((p) => [...p]))
      for (let i = 0; i + piece.length <= b.length; i += 1) if (piece.every((c, k) => b[i + k] === c)) on.fill(true, i, i + piece.length);
    const first = Math.max(0, on.indexOf(true) - 40);
    const parts = first ? ["…"] : [];
    for (let i = first; i < a.length; ) {
      let end = i;
      while (end < a.length && on[end] === on[i]) end += 1;
      const words = a.slice(i, end).join("");
      parts.push(on[i] ? make("mark", {}, words) : words);
      i = end;
    }
    return parts;
  };
  const hit = async (task) => {
    const [number, path] = index.tasks[task];
    const release = await q.release(index.releases[number][0]);
    const unit = release.find(path);
    const hans = release.text(unit.text, "hans");
    return make("li", { class: "hit" },
      make("p", {}, make("a", { href: q.taskLink(release.itemId(path)) }, `${unit.marker} ${release.text(release.data.title)}`), release.data.year ? ` ${release.data.year}` : ""),
      make("p", { lang: release.lang() }, lit(release.text(unit.text), hans)),
      make("ul", { class: "parties" }, release.parties(unit.number).map((party) => q.partyItem(release, party))),
      make("p", { class: "about" }, make("a", { href: q.releaseLink(release.id, path) }, t("in_source"))));
  };
  const grow = async () => {
    const next = state.tasks.slice(state.shown, state.shown + PAGE);
    state.shown += next.length;
    const query = state.query;
    const hits = await Promise.all(next.map(hit));
    if (query === state.query) $("results").append(...hits);
    $("more").hidden = state.shown >= state.tasks.length;
  };
  const refine = async () => {
    state.tasks = narrowed("");
    state.shown = 0;
    $("results").replaceChildren();
    $("count").replaceChildren(...(state.query ? (state.all.length ? [`${state.tasks.length} `, t("results")] : [t("no_results")]) : [t("type_words")]));
    showFacets();
    await grow();
  };
  const search = async (query) => {
    const started = performance.now();
    state.query = query;
    state.chosen = {};
    const { pieces, tasks } = query.trim() ? await find(query) : { pieces: [], tasks: [] };
    if (query !== state.query) return;
    Object.assign(state, { pieces, all: tasks });
    await refine();
    document.body.dataset.searched = String(Math.round(performance.now() - started));
  };
  const fromAddress = () => {
    $("query").value = q.fromHash();
    return search(q.fromHash());
  };
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const query = $("query").value;
    if (q.fromHash() === query) search(query);
    else location.hash = encodeURIComponent(query);
  });
  $("more").addEventListener("click", grow);
  for (const button of document.querySelectorAll("[data-export]"))
    button.addEventListener("click", async () => {
      const wanted = new Map();
      for (const task of state.tasks) {
        const [number, path] = index.tasks[task];
        const id = index.releases[number][0];
        wanted.set(id, (wanted.get(id) || new Set()).add(path));
      }
      const rows = [];
      for (const [id, paths] of wanted) rows.push(...(await q.release(id)).rows((path) => paths.has(path)));
      q.download(rows, "search", button.dataset.export);
    });
  addEventListener("hashchange", fromAddress);
  q.onChange(() => index && refine());
  ready().then(() => (document.body.dataset.ready = ""));
  fromAddress();
})();
