// Search: a query in either script is cut by the words of the index; results are narrowed down by facets.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const $ = (id) => document.getElementById(id);
  const PAGE = 20;
  const FIRST = 5;
  const MOST_FORMS = 300;
  const FACETS = ["body", "role", "year", "series", "jurisdiction", "finding"];
  const MOST_SHOWN = 12;
  const isWide = matchMedia("(min-width: 52rem)"); // on a phone the results come first
  let index = null;

  const ready = async () => {
    const [words, tasks] = await Promise.all([q.load("s/words"), q.index()]);
    if (!index) {
      const list = words.words ? words.words.split("\n") : [];
      index = { list, text: "\n" + words.words + "\n", number: new Map(list.map((w, i) => [w, i])), starts: words.starts, ...tasks };
    }
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
  // The lists of tasks of a file, by their words: each file is read once, each list when asked for.
  const files = new Map();
  const open = async (file) => {
    if (!files.has(file)) {
      const data = await q.bytes(`s/${file}`);
      const end = index.starts[file + 1] ?? index.list.length;
      const next = q.varints(data);
      const lists = [];
      for (let word = index.starts[file]; word < end; word += 1) {
        const tasks = new Uint32Array(next());
        let task = 0;
        for (let i = 0; i < tasks.length; i += 1) tasks[i] = task += next();
        lists.push(tasks);
      }
      files.set(file, lists);
    }
    return files.get(file);
  };
  const tasksWith = async (number) => {
    let file = index.starts.length - 1;
    while (index.starts[file] > number) file -= 1;
    return (await open(file))[number - index.starts[file]];
  };
  const find = async (query) => {
    await ready();
    const pieces = [...new Set(q.toHans(query.trim().toLowerCase()).split(/\s+/).filter(Boolean).flatMap(cut))];
    let scores = null;
    for (const piece of pieces) {
      const words = wordsWith(piece);
      const lists = await Promise.all(words.map(tasksWith));
      const own = new Float32Array(index.count);
      let size = 0;
      lists.forEach((tasks, i) => {
        const likeness = piece.length / index.list[words[i]].length;
        for (const task of tasks) {
          if (!own[task]) size += 1;
          if (likeness > own[task]) own[task] = likeness;
        }
      });
      const rarity = Math.log(1 + index.count / (size || 1));
      for (let task = 0; task < own.length; task += 1) own[task] = own[task] && (!scores || scores[task]) ? (scores ? scores[task] : 0) + rarity * own[task] : 0;
      scores = own;
    }
    const found = [];
    if (scores) for (let task = 0; task < scores.length; task += 1) if (scores[task]) found.push(task);
    const value = (task) => scores[task] / (1 + index.length[task] / 50);
    const values = scores ? Float32Array.from(scores, (_, task) => (scores[task] ? value(task) : 0)) : [];
    found.sort((a, b) => values[b] - values[a] || a - b);
    return { pieces, tasks: found };
  };

  // The values of a facet that a task has, each once. Called for every task that was found: nothing is copied.
  const each = (facet, task, done) => {
    const row = index.releases[index.release[task]];
    if (facet === "year") return done(row[3] ?? "–");
    if (facet === "series") return done(row[4] ?? "–");
    if (facet === "finding") return (index.codesOf.get(task) || []).forEach((code) => done(index.codes[code]));
    const value = (i) => (facet === "body" ? index.bodies[index.body[i]] : facet === "role" ? index.roles[index.role[i]] : (index.names[index.bodies[index.body[i]]] || ["", "", "–"])[2]);
    const start = index.first[task];
    for (let i = start; i < index.first[task + 1]; i += 1) {
      const found = value(i);
      let isNew = true;
      for (let k = start; k < i && isNew; k += 1) isNew = value(k) !== found;
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
    if (facet === "body") return q.nameOf(index.names[value] || [value, value]);
    return facet === "role" ? t("role." + value) : String(value);
  };
  const labelOf = { body: "body", role: "role", year: "year", series: "series", jurisdiction: "jurisdiction", finding: "findings" };

  const state = { query: "", pieces: [], all: [], chosen: {}, tasks: [], shown: 0, asked: 0 };
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
      box.append(make("details", { open: isWide.matches || !!chosen }, make("summary", {}, t(labelOf[facet])), make("ul", {}, options)));
    }
  };
  $("facets").addEventListener("click", (event) => {
    const button = event.target.closest("[data-facet]");
    if (!button) return;
    const { facet, value } = button.dataset;
    state.chosen[facet] = state.chosen[facet] === value ? undefined : value;
    refine().then(rest);
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
  const hit = async (number) => q.hit(await q.task(number), (text, release, unit) => lit(text, release.text(unit.text, "hans")));
  // Results are loaded together and shown in their order; those on the screen first.
  const append = async (tasks) => {
    const asked = state.asked;
    const hits = await Promise.all(tasks.map(hit));
    if (asked === state.asked) $("results").append(...hits);
  };
  const grow = async (count = PAGE) => {
    const next = state.tasks.slice(state.shown, state.shown + count);
    state.shown += next.length;
    $("more").hidden = state.shown >= state.tasks.length;
    await append(next);
  };
  const refine = async () => {
    state.asked += 1;
    state.tasks = narrowed("");
    state.shown = 0;
    $("results").replaceChildren();
    $("count").replaceChildren(...(state.query ? (state.all.length ? [`${state.tasks.length} `, t("results")] : [t("no_results")]) : [t("type_words")]));
    const first = grow(FIRST);
    showFacets();
    await first;
  };
  const rest = () => grow(PAGE - FIRST);
  const search = async (query) => {
    const started = performance.now();
    state.query = query;
    state.chosen = {};
    const { pieces, tasks } = query.trim() ? await find(query) : { pieces: [], tasks: [] };
    if (query !== state.query) return;
    Object.assign(state, { pieces, all: tasks });
    await refine();
    document.body.dataset.searched = String(Math.round(performance.now() - started));
    await rest();
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
  $("more").addEventListener("click", () => grow());
  $("exports").append(q.exports(() => q.rowsOf(state.tasks), () => "search"));
  addEventListener("hashchange", fromAddress);
  q.onChange(() => index && refine().then(rest));
  $("form").hidden = false;
  // The lists of tasks are read while nobody waits, so that the first query finds them.
  const warm = async () => {
    await ready();
    for (const file of index.starts.keys()) {
      await open(file);
      await new Promise((done) => (window.requestIdleCallback || setTimeout)(done));
    }
    document.body.dataset.warm = "";
  };
  ready().then(() => (document.body.dataset.ready = ""));
  fromAddress().then(warm);
})();
