// The pages that a machine read beside their text: a line of either shows the place of the other. Without this script
// both are links to each other. The editor's list of lines is told, and tells, by the events "line-picked" and
// "lines-shown" of the text.
"use strict";
(() => {
  const text = document.querySelector(".original");
  const scan = document.querySelector(".scan");
  if (!text || !scan) return;
  const lines = [...text.querySelectorAll("a[id]")];
  const polygon = (key) => document.getElementById(`k${key}`);

  const mark = (keys) => {
    for (const marked of document.querySelectorAll(".scan .is-here, .original a.is-here")) marked.classList.remove("is-here");
    for (const key of keys) {
      polygon(key)?.classList.add("is-here");
      for (const part of text.querySelectorAll(`a[data-line="${key}"]`)) part.classList.add("is-here");
    }
  };
  // Within its own frame only: the page stays where it is.
  const bring = (frame, place) => {
    if (!place) return;
    const [outer, inner] = [frame.getBoundingClientRect(), place.getBoundingClientRect()];
    frame.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
    frame.scrollLeft += inner.left - outer.left - Math.max(16, (outer.width - inner.width) / 2);
  };
  const rove = (line) => {
    for (const other of lines) other.tabIndex = other === line ? 0 : -1;
  };
  const pick = (key) => {
    mark([key]);
    bring(scan, polygon(key));
    const line = document.getElementById(`t${key}`);
    if (!line) return;
    rove(line);
    bring(text, line);
    const words = [...text.querySelectorAll(`a[data-line="${key}"]`)].map((part) => part.textContent).join("");
    if (text.dispatchEvent(new CustomEvent("line-picked", { detail: words, cancelable: true }))) line.focus({ preventScroll: true });
    mark([key]);
  };

  text.addEventListener("click", (event) => {
    const line = event.target.closest("a[data-line]");
    if (!line || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    pick(line.dataset.line);
  });
  text.addEventListener("keydown", (event) => {
    const at = lines.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (at < 0 || to === undefined || !lines[to]) return;
    event.preventDefault();
    rove(lines[to]);
    lines[to].focus();
  });
  scan.addEventListener("click", (event) => {
    const shape = event.target.closest("a")?.querySelector("polygon");
    if (!shape) return;
    event.preventDefault();
    pick(shape.id.slice(1));
  });
  text.addEventListener("lines-shown", (event) => {
    mark(event.detail);
    bring(scan, event.detail.length && polygon(event.detail[0]));
  });

  for (const button of scan.querySelectorAll(".scan-zoom")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const large = button.closest(".scan-page").querySelector(".scan-sheet").classList.toggle("is-large");
      button.setAttribute("aria-pressed", large);
    });
  }
  if (lines.length) rove(lines[0]);
  if (!location.hash) bring(scan, scan.querySelector("polygon.is-found"));
})();
