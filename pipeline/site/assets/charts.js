// The network: pointing at a body lights its ties, and the bodies at their other ends.
"use strict";
(() => {
  const network = document.getElementById("network");
  if (!network) return;
  const light = (node) => {
    network.classList.toggle("chosen", !!node);
    for (const element of network.querySelectorAll(".on")) element.classList.remove("on");
    if (!node) return;
    const near = new Set([node.dataset.n]);
    for (const tie of network.querySelectorAll(`.tie.n${node.dataset.n}`)) {
      tie.classList.add("on");
      for (const name of tie.classList) if (/^n\d+$/.test(name)) near.add(name.slice(1));
    }
    for (const other of network.querySelectorAll(".node")) other.classList.toggle("on", near.has(other.dataset.n));
  };
  const nodeOf = (event) => event.target.closest(".node");
  network.addEventListener("mouseover", (event) => light(nodeOf(event)));
  network.addEventListener("mouseleave", () => light(null));
  network.addEventListener("focusin", (event) => light(nodeOf(event)));
  network.addEventListener("focusout", () => light(null));
})();
