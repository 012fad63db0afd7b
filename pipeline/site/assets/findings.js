// The findings of a kind: where they are, and what to do.
"use strict";
(() => {
  const q = window.qingdan;
  const { make, t } = q;
  const code = document.body.dataset.of;
  const AT_ONCE = 200;

  const rowOf = ([release, isPublished, item, severity, value, page, ...messages]) => {
    const path = item ? item.split("/").slice(1).join("/") : "";
    return make("tr", { class: severity }, make("th", { scope: "row" }, isPublished ? make("a", { href: q.releaseLink(release, path) }, release) : release), make("td", {}, item || ""),
      make("td", {}, value ? make("q", {}, value) : ""), make("td", {}, messages[1] ? make("span", { "data-en": messages[0] }, messages[1]) : make("span", { lang: "en" }, messages[0]), page ? [" (", t("page"), ` ${page})`] : null));
  };
  const start = async () => {
    const found = await q.load("f/" + code, "data/f/" + code + ".js");
    const body = make("tbody", {});
    const more = make("button", { type: "button" }, t("more"));
    const all = () => found.map(([release, , item, severity, value, page, message]) => ({ release_id: release, item_id: item, code, severity, value, page, message }));
    q.fill(document.getElementById("content"),
      make("h1", {}, t("findings"), " ", make("code", {}, code)),
      make("p", {}, t("code." + code), " · ", t("what_to_do"), ": ", t("do." + code)),
      make("p", { class: "facts" }, t("count"), ` ${found.length}`),
      make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": q.label("findings"), "data-t-aria-label": "findings" },
        make("table", { class: "rows", id: "table" }, make("thead", {}, make("tr", {}, ["release", "task", "value", "what"].map((key) => make("th", { scope: "col" }, t(key))))), body)),
      more, make("p", {}, q.exports(all, () => code)));
    let shown = 0;
    const grow = () => {
      body.append(...found.slice(shown, shown + AT_ONCE).map(rowOf));
      shown += AT_ONCE;
      more.hidden = shown >= found.length;
      q.translate();
    };
    more.addEventListener("click", grow);
    grow();
  };
  q.ready = start();
})();
