// The findings of a kind: where they are, and what to do.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const code = document.body.dataset.of;
  const AT_ONCE = 200;

  const rowOf = ([release, isPublished, item, severity, value, page, ...messages]) => {
    const path = item ? q.parted(item)[1] : "";
    return make("tr", { class: severity }, make("th", { scope: "row" }, isPublished ? make("a", { href: q.releaseLink(release, path) }, release) : release), make("td", {}, item || ""),
      make("td", {}, value ? make("q", {}, value) : ""), make("td", {}, q.said(messages), page ? [" (", t("page"), ` ${page})`] : null));
  };
  const start = async () => {
    const found = await q.load("f/" + code);
    const body = make("tbody", {});
    const { more, grow } = q.growing(found, AT_ONCE, (some) => {
      body.append(...some.map(rowOf));
      q.translate();
    });
    const all = () => found.map(([release, , item, severity, value, page, message]) => ({ release_id: release, item_id: item, code, severity, value, page, message }));
    q.fill(document.getElementById("content"),
      make("h1", {}, t("findings"), " ", make("code", {}, code)),
      make("p", {}, t("code." + code), " · ", t("what_to_do"), ": ", t("do." + code)),
      make("p", { class: "facts" }, t("count"), ` ${found.length}`),
      q.table("findings", ["release", "task", "value", "what"], body),
      more, make("p", {}, q.exports(all, () => code)));
    await grow();
  };
  q.ready = start();
})();
