// What is past, by the day of the reader.
"use strict";
(() => {
  const today = new Date();
  const day = [today.getFullYear(), String(today.getMonth() + 1).padStart(2, "0"), String(today.getDate()).padStart(2, "0")].join("-");
  for (const row of document.querySelectorAll("[data-due]"))
    if (row.dataset.due < day) {
      row.classList.add("past");
      row.cells[0].append(" ", window.qingdan.make("span", { class: "past-mark" }, window.qingdan.t("overdue")));
    }
})();
