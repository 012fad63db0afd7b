// A task of a blind sample: the person says what the document says before the row is shown.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const BEFORE = 80;
  const BEHIND = 240;
  const KINDS = ["item", "section", "paragraph", "joined"];
  const LEADING = ["lead", "responsible"];

  const linesOf = (field) => [...new Set(field.value.split("\n").map((line) => line.trim()).filter(Boolean))].sort();
  // What the person said beside what the row says, and whether they are the same.
  const compared = (said, row) =>
    Object.keys(said).map((key) => {
      const isSame = JSON.stringify(said[key]) === JSON.stringify(row[key]);
      return { key, isSame, value: [row[key]].flat().join("、") || "–" };
    });
  const rowOf = (release, unit) => {
    const names = (isLead) => [...new Set(release.parties(unit.number).filter((p) => LEADING.includes(p.role) === isLead).map((p) => release.text(p.name, "printed")))].sort();
    return { kind: "item", leads: names(true), others: names(false), due: unit.due || "" };
  };
  const excerpt = (release, unit) => {
    const text = release.text_;
    return make("p", { class: "excerpt", lang: release.lang() }, "…" + text.slice(Math.max(0, unit.start - BEFORE), unit.start), make("mark", { class: "here" }, "▸"), text.slice(unit.start, unit.end + BEHIND) + "…");
  };

  // A button that opens the form of a task. `ask` speaks to the server, `who` is the field with the person's name.
  q.blind = ({ item, number, ask, dialog, who }) => {
    const [id, path] = q.parted(item);
    const button = make("button", { type: "button" }, `${number + 1}`);
    const keep = async (unit, answer, reason) => {
      const { version } = await ask("answers/" + encodeURIComponent(id));
      await ask("answer", { release_id: id, version, who: who.value, decision: "right", start: unit.start, end: Math.min(unit.end, unit.start + 24), answer, reason });
      button.textContent = `${number + 1} ✓`;
      dialog.close();
    };
    const open = async () => {
      const release = await q.release(id);
      const unit = release.find(path);
      const kind = make("select", { id: "blind-kind" }, make("option", { value: "" }, ""), KINDS.map((name) => make("option", { value: name }, q.label("review." + name))));
      const fields = { leads: make("textarea", { id: "blind-leads", rows: 3 }), others: make("textarea", { id: "blind-others", rows: 3 }), due: make("input", { id: "blind-due", type: "date" }) };
      const shown = make("div", { role: "status" });
      const field = (name, input) => make("p", {}, make("label", {}, t("review." + name), " ", input));
      const compare = make("button", { type: "submit" }, t("review.compare"));
      const close = make("button", { type: "button" }, t("review.close"));
      close.addEventListener("click", () => dialog.close());
      const form = make("form", {}, make("p", {}, t("review.blind")), excerpt(release, unit), field("what", kind), field("leads", fields.leads), field("others", fields.others), field("due", fields.due), make("p", {}, compare, " ", close), shown);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        for (const input of [kind, ...Object.values(fields), compare]) input.disabled = true;
        const said = { kind: kind.value, leads: linesOf(fields.leads), others: linesOf(fields.others), due: fields.due.value };
        const found = compared(said, rowOf(release, unit));
        const reason = "blind: " + found.map(({ key, isSame }) => `${key} ${isSame ? "same" : "other"}`).join(", ");
        const answer = (name) => {
          const choice = make("button", { type: "button", id: "blind-" + name }, t("review." + name));
          choice.addEventListener("click", () => keep(unit, name, reason));
          return [choice, " "];
        };
        q.fill(shown, make("p", { lang: release.lang() }, unit.marker, " ", release.text(unit.text)),
          make("ul", {}, found.map(({ key, isSame, value }) => make("li", {}, t("review." + (key === "kind" ? "what" : key)), `: ${key === "kind" ? q.label("review.item") : value} · `, t(isSame ? "review.same" : "review.other")))),
          make("p", {}, ["right", "wrong"].map(answer)));
      });
      dialog.replaceChildren(form);
      dialog.showModal();
    };
    button.addEventListener("click", open);
    return button;
  };
})();
