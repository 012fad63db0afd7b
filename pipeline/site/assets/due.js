// What falls due in a year, month by month; what is past by the day of the reader is marked.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const year = document.body.dataset.of;
  const AT_ONCE = 40;
  const today = new Date().toISOString().slice(0, 10);
  let index;
  const chosen = { month: "", body: "" };

  const tasksOf = (month, body) => {
    const number = index.bodies.indexOf(body);
    const found = [];
    for (const [task, day] of index.due)
      if (day.startsWith(year) && (!month || day.startsWith(month)) && (number < 0 || index.body.subarray(index.first[task], index.first[task + 1]).includes(number))) found.push([day, task]);
    return found.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
  };
  const counted = (tasks, values) => {
    const counts = new Map();
    for (const entry of tasks) for (const value of values(entry)) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  const nameOf = (id) => q.nameOf(index.names[id] || [id, id]);
  const bodiesOf = ([, task]) => new Set([...index.body.subarray(index.first[task], index.first[task + 1])].map((number) => index.bodies[number]));
  const chooser = (key, label, options) => {
    const select = make("select", { id: "due-" + key }, make("option", { value: "" }, q.label("all")), options.map(([value, name]) => make("option", { value }, name)));
    select.value = chosen[key];
    select.addEventListener("change", () => {
      chosen[key] = select.value;
      show();
    });
    return make("label", {}, t(label), " ", select);
  };
  const rowOf = ([day, , { release, unit }]) =>
    make("tr", { "data-due": day }, make("td", {}, make("time", {}, day), day < today ? [" ", make("span", { class: "past-mark" }, t("overdue"))] : null),
      make("th", { scope: "row" }, make("a", { href: q.taskLink(release.itemId(unit.path)) }, unit.marker || "•"), " ", release.text(unit.text)),
      make("td", {}, make("ul", { class: "parties" }, release.parties(unit.number).map((party) => q.partyItem(release, party)))),
      make("td", {}, make("a", { href: q.releaseLink(release.id, unit.path) }, release.text(release.data.title))));

  const show = () => {
    const months = [...counted(tasksOf("", chosen.body), ([day]) => [day.slice(0, 7)])].sort();
    const bodies = [...counted(tasksOf(chosen.month, ""), bodiesOf)].sort((a, b) => b[1] - a[1]);
    const tasks = tasksOf(chosen.month, chosen.body);
    const rows = make("tbody", {});
    const { more, grow } = q.growing(tasks, AT_ONCE, async (some) => {
      const loaded = await Promise.all(some.map(async ([day, task]) => [day, task, await q.task(task)]));
      rows.append(...loaded.map(rowOf));
    });
    q.fill(document.getElementById("content"),
      make("h1", {}, t("due"), ` ${year}`),
      make("p", { class: "tools" }, chooser("month", "month", months.map(([month, count]) => [month, `${month} (${count})`])), " ",
        chooser("body", "body", bodies.map(([id, count]) => [id, `${nameOf(id)} (${count})`])), " ", make("span", { role: "status" }, t("tasks"), ` ${tasks.length}`)),
      q.table("due", ["due", "task", "parties", "release"], rows),
      more, make("p", {}, q.exports(() => q.rowsOf(tasks.map(([, task]) => task)), () => `due-${year}`)));
    return grow();
  };
  const start = async () => {
    index = await q.index();
    await show();
    q.onChange(show);
  };
  q.ready = start();
})();
