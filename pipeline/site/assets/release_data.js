// The data of a release, as `pipeline/site/data.py` writes them: columns and steps become rows and places.
"use strict";
(() => {
  const q = window.qingdan;
  const page = document.documentElement;
  const words = q.store.get("vocabulary");

  const rows = (columns) => (columns.length ? columns[0].map((_, i) => columns.map((column) => column[i])) : []);
  const sums = (steps) => {
    let at = 0;
    return (steps || []).map((step) => (at += step));
  };
  const spans = ([gaps, lengths] = [[], []]) => {
    let end = 0;
    return gaps.map((gap, i) => {
      const start = end + gap;
      end = start + lengths[i];
      return [start, end];
    });
  };
  // Texts count characters (code points); most have no others than strings count.
  class Text {
    constructor(text) {
      this.all = /[\ud800-\udfff]/.test(text) ? [...text] : text;
      this.string = text;
    }
    slice(start, end) {
      const found = this.all.slice(start, end);
      return typeof found === "string" ? found : found.join("");
    }
    get length() {
      return this.all.length;
    }
    find(words, at) {
      if (typeof this.all === "string") return this.all.indexOf(words, at);
      const length = [...words].length;
      for (let i = at; i + length <= this.all.length; i += 1) if (this.slice(i, i + length) === words) return i;
      return -1;
    }
    // The place of `words` that comes after `skipped` others.
    nth(words, at, skipped) {
      if (!words || skipped < 0) return at + skipped;
      let found = this.find(words, at);
      for (let i = 0; i < skipped; i += 1) found = this.find(words, found + 1);
      return found;
    }
  }
  const lengthOf = (text) => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length);

  // The extracted text with its repairs, by the steps of `pipeline/site/repaired.py`.
  class Repaired {
    constructor(text, repairs) {
      const pieces = [];
      this.from = [0];
      this.to = [0];
      let at = 0;
      let made = 0;
      for (const { start, end, after } of repairs) {
        if (start < at || end > text.length) continue;
        pieces.push(text.slice(at, start), after);
        made += start - at + lengthOf(after);
        at = end;
        this.from.push(at);
        this.to.push(made);
      }
      pieces.push(text.slice(at, text.length));
      this.text = new Text(pieces.join(""));
    }
    place(at) {
      let [low, high] = [0, this.from.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.from[middle] <= at) low = middle + 1;
        else high = middle;
      }
      const after = low < this.to.length ? this.to[low] : this.text.length;
      return Math.min(this.to[low - 1] + at - this.from[low - 1], after);
    }
    paste(copy, start) {
      let at = this.place(start);
      if (typeof copy === "number") return this.text.slice(at, at + copy);
      let made = "";
      for (let i = 0; i < copy.length; i += 1) {
        if (typeof copy[i] === "string") made += copy[i];
        else {
          at += copy[i];
          made += this.text.slice(at, at + copy[i + 1]);
          at += copy[i + 1];
          i += 1;
        }
      }
      return made;
    }
  }

  q.Release = class {
    constructor(data) {
      this.data = data;
      this.id = data.id;
      this.text_ = new Text(data.text);
      this.name = (number) => (number < words.length ? words[number] : data.names[number - words.length]);
      const [kinds, numbers, skips] = data.repairs;
      let at = 0;
      this.repairs_ = numbers.map((kind, i) => {
        const [before, after, rule] = kinds[kind];
        const start = this.text_.nth(before, at, skips[i]);
        const end = start + lengthOf(before);
        at = Math.max(at, end);
        return { rule: this.name(rule), start, end, after };
      });
      this.repaired = new Repaired(this.text_, this.repairs_);
      this.units = this.unitsOf(data.units);
      this.forms = { hans: this.sparse(data.hans), hant: this.sparse(data.hant) };
      this.all = this.partiesOf(data.parties);
      this.mentions = sums(data.mentions[1]).map((unit, i) => [unit, ...data.mentions[0][data.mentions[2][i]]]);
      this.links = { back: this.linksOf(data.back), on: this.linksOf(data.on) };
    }
    sparse(list) {
      const found = new Map();
      for (let i = 0; i < list.length; i += 2) found.set(list[i], list[i + 1]);
      return found;
    }
    unitsOf(u) {
      const [places, pages, due] = [spans(u.spans), sums(u.pages), this.sparse(u.due)];
      let [named, item] = [0, 0];
      const units = [...u.kinds].map((kind, number) => {
        const unit = { number, kind, path: "", marker: "", level: 0, text: number, start: places[number][0], end: places[number][1], page: pages[number] || null, rule: this.name(u.rules[number]), notes: [] };
        if (kind !== "p") {
          Object.assign(unit, { path: u.paths[named], marker: u.markers[named], level: u.levels[named] });
          named += 1;
        }
        if (kind === "i") {
          const [day, basis, isContinuing] = due.get(item) || [null, "none", 0];
          Object.assign(unit, { item, status: this.name(u.statuses[item]), due: day, basis, isContinuing: !!isContinuing });
          item += 1;
        }
        return unit;
      });
      const [numbers, ...columns] = u.notes;
      const holders = sums(numbers);
      rows(columns).forEach(([index, gap, length, rule], i) => {
        const unit = units[holders[i]];
        unit.notes.push({ index, start: unit.start + gap, end: unit.start + gap + length, rule: this.name(rule) });
      });
      return units;
    }
    partiesOf([who, steps, places, notes, roles, , bodies]) {
      const known = rows(who);
      let at = 0;
      return sums(steps).map((unit, number) => {
        const [name, body, isAgency] = known[bodies[number]];
        const printed = this.data.texts[name - this.units.length];
        const place = places[number];
        const start = typeof place === "number" ? this.text_.nth(printed, at, place) : at + place[0];
        at = start + (typeof place === "number" ? lengthOf(printed) : place[1]);
        return { unit, number, note: notes[number], role: this.name(roles[number]), name, body, isAgency, start, end: at };
      });
    }
    linksOf([steps, ...columns]) {
      return sums(steps).map((unit, i) => {
        const [itemId, relation, score, isDoubtful, changes] = columns.map((column) => column[i]);
        let [here, there] = [0, 0];
        const ranges = [];
        for (let k = 0; k < changes.length; k += 4) {
          const [start, other] = [here + changes[k], there + changes[k + 2]];
          ranges.push([start, start + changes[k + 1], other, other + changes[k + 3]]);
          [here, there] = [start + changes[k + 1], other + changes[k + 3]];
        }
        return { unit, itemId, relation, score: score / 1000, isDoubtful: !!isDoubtful, ranges };
      });
    }
    script() {
      return page.dataset.script === "printed" ? this.data.script : page.dataset.script;
    }
    // A text as printed, or in a script: then by the plain table of characters, and what it has of its own.
    text(number, script = page.dataset.script) {
      const unit = this.units[number];
      const printed = unit ? (unit.printed ??= this.repaired.paste(this.data.units.copies[number], unit.start)) : this.data.texts[number - this.units.length];
      if (script === "printed") return printed;
      const difference = this.forms[script].get(number);
      if (typeof difference === "string") return difference;
      const made = script === this.data.script ? printed : q.convert(printed, script);
      if (!difference) return made;
      const characters = [...made];
      for (let i = 0; i < difference.length; i += 2) characters[difference[i]] = difference[i + 1];
      return characters.join("");
    }
    lang() {
      return this.script() === "hant" ? "zh-Hant" : "zh-Hans";
    }
    unit(number) {
      return this.units[number];
    }
    find(path) {
      return this.units.find((unit) => unit.kind !== "p" && unit.path === path) || null;
    }
    // An item by its order among the items, from 0.
    item(number) {
      this.items ??= this.units.filter((unit) => unit.kind === "i");
      return this.items[number] || null;
    }
    // Rows by their unit: put together once, when first asked for.
    grouped(name, rows, unit) {
      this.groups ??= new Map();
      if (!this.groups.has(name)) {
        const found = new Map();
        for (const row of rows) {
          if (!found.has(unit(row))) found.set(unit(row), []);
          found.get(unit(row)).push(row);
        }
        this.groups.set(name, found);
      }
      return this.groups.get(name);
    }
    parties(unit) {
      return this.grouped("parties", this.all, (party) => party.unit).get(unit) || [];
    }
    findings(unit) {
      this.found ??= this.data.findings.map(([of, code, severity, messages, value, sheet, start, end], number) => ({ number, unit: of, code, severity, messages, value, sheet, start, end }));
      return unit === undefined ? this.found : this.grouped("findings", this.found, (found) => found.unit).get(unit) || [];
    }
    mentionsOf(unit) {
      return this.grouped("mentions", this.mentions, (row) => row[0]).get(unit) || [];
    }
    linked(list, unit) {
      return this.grouped(list, this.links[list], (link) => link.unit).get(unit) || [];
    }
    repairs(start, end) {
      return this.repairs_.filter((repair) => repair.start >= start && repair.end <= end);
    }
    // What became of the printed lines in a stretch of the extracted text.
    lines(start, end) {
      const [gaps, lengths, outcomes, rules] = this.data.lines;
      return spans([gaps, lengths])
        .map(([from, to], i) => ({ start: from, end: to, text: this.text_.slice(from, to), outcome: this.name(outcomes[i]), rule: this.name(rules[i]) }))
        .filter((line) => line.start < end && start < line.end);
    }
    itemId(path) {
      return this.id + "/" + path;
    }
    // One row for each party of each item; an item without a party has one row.
    rows(wanted = () => true) {
      const found = [];
      for (const unit of this.units) {
        if (unit.kind !== "i" || !wanted(unit.path)) continue;
        const head = {
          release_id: this.id, year: this.data.year, item_id: this.itemId(unit.path), marker: unit.marker,
          body_hans: this.text(unit.text, "hans"), body_hant: this.text(unit.text, "hant"),
          note_status: unit.status, due: unit.due, due_basis: unit.basis, is_continuing: unit.isContinuing,
        };
        const parties = this.parties(unit.number);
        for (const p of parties.length ? parties : [null])
          found.push({
            ...head, role: p && p.role, name_hans: p && this.text(p.name, "hans"),
            name_hant: p && this.text(p.name, "hant"), agency_id: p && (p.body || null),
          });
      }
      return found;
    }
    // The pictures of its pages, and the pieces of its text on them: rectangles of half points.
    sheets() {
      const [sizes, columns] = this.data.sheets;
      let [at, sheet, x, y] = [0, 0, 0, 0];
      const pieces = rows(columns).map(([gap, length, step, left, down, width, height]) => {
        const start = at + gap;
        at = start + length;
        sheet += step;
        const [x0, y0] = [x + left, y + down];
        [x, y] = [x0 + width, y0];
        return { start, end: at, sheet, x0, y0, x1: x, y1: y0 + height };
      });
      return { sizes, pieces };
    }
  };
})();
