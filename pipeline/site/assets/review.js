// Forms for corrections. They are there only where `qingdan review` serves the pages.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const base = location.pathname.split("/").slice(0, 2).join("/") + "/review/";
  const isRelease = document.body.classList.contains("release");
  const id = isRelease ? document.body.dataset.of : "";
  let answers = { version: "", overrides: [] };

  const ask = async (path, body) => {
    const response = await fetch(base + path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const found = await response.json();
    if (!response.ok) throw Object.assign(new Error(found.error), { status: response.status });
    return found;
  };
  const read = async () => {
    answers = await ask("answers/" + encodeURIComponent(id));
    showDecided();
  };
  const store = (key, value) => {
    try {
      if (value !== undefined) localStorage.setItem("qingdan-" + key, value);
      return localStorage.getItem("qingdan-" + key) || "";
    } catch {
      return "";
    }
  };

  // The bar of the review: who, what is decided, build again.
  const say = make("span", { role: "status", id: "review-status" });
  const who = make("input", { id: "review-who", autocomplete: "name" });
  who.value = store("who");
  who.addEventListener("change", () => store("who", who.value));
  const build = make("button", { type: "button", id: "review-run" }, t("review.run"));
  build.addEventListener("click", async () => {
    build.disabled = true;
    say.replaceChildren(t("review.running"));
    try {
      const { done } = await ask("run", {});
      say.replaceChildren(done);
      location.reload();
    } catch (error) {
      say.replaceChildren(error.message);
      build.disabled = false;
    }
  });
  const decided = make("details", { id: "review-decided", hidden: true, open: true }, make("summary", {}, t("review.decisions"), " ", make("span", { class: "number" })), make("ul", {}));
  const sample = make("details", { id: "review-sample", hidden: true }, make("summary", {}, t("review.sample"), " ", make("span", { class: "number" })), make("ol", {}));
  document.querySelector("main").before(
    make("section", { class: "review-bar", "aria-label": q.label("review"), "data-t-aria-label": "review" },
      make("label", {}, t("review.who"), " ", who), " ", build, " ", say, isRelease ? make("p", { class: "hint" }, t("review.hint")) : null, decided, sample),
  );

  const send = async (question) => {
    const given = { release_id: id, who: who.value, ...question };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        answers = await ask("answer", { ...given, version: answers.version });
        showDecided();
        say.replaceChildren(t("review.saved"));
        return;
      } catch (error) {
        if (error.status !== 409) {
          say.replaceChildren(error.message);
          return;
        }
        const before = same(given);
        await read();
        // Another question was answered meanwhile: nothing is lost. The same one: the person looks first.
        if (JSON.stringify(before) !== JSON.stringify(same(given))) {
          say.replaceChildren(t("review.conflict"));
          return;
        }
      }
    }
  };
  const same = (o) => answers.overrides.find((x) => x.decision === o.decision && x.start === o.start && x.end === o.end);
  const showDecided = () => {
    decided.hidden = !answers.overrides.length;
    decided.querySelector(".number").textContent = String(answers.overrides.length);
    decided.querySelector("ul").replaceChildren(
      ...answers.overrides.map((o) => {
        const back = make("button", { type: "button" }, t("review.take_back"));
        back.addEventListener("click", () => send({ ...o, remove: true }));
        return make("li", {}, make("code", {}, `${o.decision} = ${o.answer}`), " ", make("q", {}, o.expects.slice(0, 40)), ` ${o.who} ${o.when || ""} ${o.reason} `, back);
      }),
    );
  };

  // The form of one row.
  const dialog = make("dialog", { id: "review-form", "aria-label": q.label("review"), "data-t-aria-label": "review" });
  document.body.append(dialog);
  const LONGEST = 24;
  const form = (choices) => {
    const select = make("select", { id: "review-choice" }, choices.map((c, i) => make("option", { value: String(i) }, c.name)));
    const value = make("input", { id: "review-value", hidden: true });
    const reason = make("input", { id: "review-reason" });
    const roles = make("select", { id: "review-role", hidden: true }, [...["lead", "counterpart", "support", "responsible", "guide", "implement"].map((r) => make("option", { value: r }, q.label("role." + r))), make("option", { value: "none" }, q.label("review.no_party"))]);
    const adapt = () => {
      const choice = choices[Number(select.value)];
      value.hidden = choice.needs !== "text";
      roles.hidden = choice.needs !== "role";
      if (choice.needs === "text") value.value = choice.value || "";
      if (choice.needs === "role") roles.value = choice.value;
    };
    select.addEventListener("change", adapt);
    const save = make("button", { type: "submit" }, t("review.save"));
    const close = make("button", { type: "button" }, t("review.close"));
    close.addEventListener("click", () => dialog.close());
    const element = make("form", { method: "dialog" },
      make("p", {}, make("label", {}, t("review.what"), " ", select)), make("p", {}, value, roles),
      make("p", {}, make("label", {}, t("review.reason"), " ", reason)), make("p", {}, save, " ", close));
    value.setAttribute("aria-label", q.label("value"));
    roles.setAttribute("aria-label", q.label("role"));
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      const choice = choices[Number(select.value)];
      const answer = choice.needs === "text" ? value.value : choice.needs === "role" ? roles.value : choice.answer;
      dialog.close();
      send({ decision: choice.decision, start: choice.start, end: choice.end, answer, reason: reason.value });
    });
    adapt();
    dialog.replaceChildren(element);
    dialog.showModal();
  };
  const place = (start, end) => ({ start, end: Math.min(end, start + LONGEST) });
  const choicesOf = (release, unit) => {
    const line = place(unit.start, unit.end);
    const choices = [
      { name: q.label("review.right"), decision: "right", answer: "right", ...line },
      { name: q.label("review.wrong"), decision: "right", answer: "wrong", ...line },
      { name: q.label("review.paragraph"), decision: "unit", answer: "paragraph", ...line },
      { name: q.label("review.section"), decision: "unit", answer: "section", ...line },
      { name: q.label("review.item"), decision: "unit", answer: "item", ...line },
      { name: q.label("review.joined"), decision: "join", answer: "joined", ...line },
      { name: q.label("review.left_out"), decision: "furniture", answer: "left_out", ...line },
    ];
    for (const { start, end } of unit.notes) choices.push({ name: `${q.label("review.no_note")} (${start})`, decision: "note", answer: "none", ...place(start, end) });
    for (const p of release.parties(unit.number)) {
      const name = release.text(p.name);
      choices.push({ name: `${q.label("review.role")}: ${name}`, decision: "role", needs: "role", value: p.role, start: p.start, end: p.end });
      choices.push({ name: `${q.label("review.body")}: ${name}`, decision: "body", needs: "text", value: p.body, start: p.start, end: p.end });
      choices.push({ name: `${q.label("review.name")}: ${name}`, decision: "name", needs: "text", value: p.body, start: p.start, end: p.end });
    }
    return choices;
  };
  const button = (done, label = "review") => {
    const element = make("button", { type: "button", class: "review" }, t(label));
    element.addEventListener("click", done);
    return element;
  };

  const addForms = async () => {
    const release = await q.release(id);
    await q.load("scripts", "assets/scripts.js");
    document.querySelectorAll("#rows .row").forEach((row) => {
      const unit = release.unit(Number(row.dataset.s.slice(1)));
      (row.querySelector(".about") || row).append(" ", button(() => form(choicesOf(release, unit))));
    });
    const title = release.data.title;
    document.querySelector(".head .facts").append(
      button(() => form([
        { name: q.label("review.title"), decision: "title", needs: "text", value: release.text(title), start: 0, end: 0 },
        { name: q.label("review.year"), decision: "year", needs: "text", value: String(release.data.year || ""), start: 0, end: 0 },
      ])),
    );
    // What is marked in the extracted text.
    const text = document.querySelector("#source .text");
    const here = button(() => {
      const found = marked(text);
      if (!found) return;
      const [start, end] = found;
      form([
        { name: q.label("review.apart"), decision: "join", answer: "apart", ...place(start, end) },
        { name: q.label("review.joined"), decision: "join", answer: "joined", ...place(start, end) },
        { name: q.label("review.note"), decision: "note", answer: "note", ...place(start, end) },
        { name: q.label("review.no_note"), decision: "note", answer: "none", ...place(start, end) },
        { name: q.label("review.item"), decision: "unit", answer: "item", ...place(start, end) },
        { name: q.label("review.section"), decision: "unit", answer: "section", ...place(start, end) },
        { name: q.label("review.paragraph"), decision: "unit", answer: "paragraph", ...place(start, end) },
        { name: q.label("review.left_out"), decision: "furniture", answer: "left_out", start, end },
        { name: q.label("review.kept"), decision: "furniture", answer: "kept", start, end },
      ]);
    }, "review.here");
    here.id = "review-here";
    here.disabled = true;
    document.addEventListener("selectionchange", () => (here.disabled = !marked(text)));
    here.addEventListener("mousedown", (event) => event.preventDefault()); // keeps what is marked
    document.querySelector(".tools").append(here);
  };
  // Places in the text count characters, as everywhere in the data.
  const marked = (text) => {
    const selection = getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer) || range.collapsed) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = [...before.toString()].length;
    return [start, start + [...range.toString()].length];
  };

  const showSample = async () => {
    const { is_blind: isBlind, tasks: rows } = await ask("sample");
    if (!rows.length) return;
    sample.hidden = false;
    sample.open = isBlind && !isRelease;
    sample.classList.toggle("blind", isBlind);
    sample.querySelector(".number").textContent = String(rows.length);
    sample.querySelector("ol").replaceChildren(
      ...rows.map(({ item_id: item }, number) => {
        if (isBlind) return make("li", {}, q.blind({ item, number, ask, dialog, who }));
        return make("li", {}, make("a", { href: q.releaseLink(...q.parted(item)) }, item));
      }),
    );
  };
  showSample();
  if (isRelease) Promise.all([read(), q.ready]).then(addForms).catch((error) => say.replaceChildren(error.message));
})();
