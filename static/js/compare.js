// Of texts beside each other the shorter stays in sight while the longer goes by, where the window has room for it.
"use strict";

(() => {
  const cells = [...document.querySelectorAll(".compare-cell")];
  const heads = document.querySelector(".compare-heads");

  function measure() {
    const room = window.innerHeight - (heads ? heads.offsetHeight : 0) - 16;
    for (const cell of cells) {
      cell.classList.toggle("stays", cell.scrollHeight < room);
    }
  }

  measure();
  window.addEventListener("resize", measure);
})();
