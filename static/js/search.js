/* Conveniences of the search; every page works without them.
   Keys: / to the box, ? the list of keys, j and k through hits or marks. Completions below each search box. */
"use strict";

(() => {
  const TYPING_PAUSE = 120; // ms; a request per key would only be thrown away by the next key

  const boxes = [...document.querySelectorAll("[data-search-box]")];
  const hits = [...document.querySelectorAll("[data-hit]")];
  const marks = [...document.querySelectorAll("mark[id]")];

  /* While an input method composes, its keys belong to it: 229 is what older browsers report for them. */
  const composing = (event) => event.isComposing || event.keyCode === 229;

  /* Empty boxes stay out of the address. */
  for (const form of document.querySelectorAll("form[role=search], form.year-range")) {
    form.addEventListener("submit", () => {
      const empty = [...form.elements].filter((field) => field.name && field.name !== "q" && !field.value);
      empty.forEach((field) => { field.disabled = true; });
      setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
    });
  }

  /* Stepping: one list of places, one current place; it begins at the paragraph that the address names. */
  function stepper(places, show) {
    let here = -1;
    const first = (step) => {
      const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const at = named ? places.findIndex((place) =>
        named.contains(place) || named.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) : 0;
      return step > 0 ? Math.max(at, 0) : (at > 0 ? at : places.length) - 1;
    };
    return (step) => {
      if (!places.length) return;
      here = here < 0 ? first(step) : (here + step + places.length) % places.length;
      show(places[here], here);
    };
  }

  const stepHits = stepper(hits, (link) => {
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center" });
  });

  const position = document.querySelector("[data-step-position]");
  const stepMarks = stepper(marks, (mark, index) => {
    document.querySelector("mark.here")?.classList.remove("here");
    mark.classList.add("here");
    mark.scrollIntoView({ block: "center" });
    if (position) {
      position.hidden = false;
      position.textContent = `${index + 1} / ${marks.length}`;
    }
  });
  for (const button of document.querySelectorAll("[data-step]")) {
    if (!marks.length) break;
    button.hidden = false;
    button.addEventListener("click", () => stepMarks(Number(button.dataset.step)));
  }
  if (marks.length) document.querySelector("[data-mark-list]")?.setAttribute("hidden", "");

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (event.key === "/" && boxes.length) {
      event.preventDefault();
      boxes[0].focus();
      boxes[0].select();
    } else if (event.key === "?") {
      const keys = document.querySelector("dialog#keys");
      if (keys) keys.showModal();
    } else if (event.key === "j" || event.key === "k") {
      const step = event.key === "j" ? 1 : -1;
      if (hits.length) stepHits(step);
      else stepMarks(step);
    }
  });

  /* Completions. The list holds links: whoever follows one is at a search, with or without this script. */
  boxes.forEach((box, number) => {
    const form = box.form;
    const host = document.createElement("span");
    host.className = "suggest-host";
    box.before(host);
    host.append(box);
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = `suggest-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
    host.append(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");

    let timer = 0;
    let request = null;
    let chosen = -1;
    let busy = false; // an input method is composing

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      chosen = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const choose = (index) => {
      const options = [...list.querySelectorAll("[role=option]")];
      chosen = (index + options.length + 1) % (options.length + 1); // one place more: back in the box
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      if (chosen < options.length) {
        box.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      } else {
        chosen = -1;
        box.removeAttribute("aria-activedescendant");
      }
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((suggestion, at) => {
        const item = document.createElement("li");
        item.setAttribute("role", "presentation");
        const link = document.createElement("a");
        link.id = `${list.id}-${at}`;
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
        link.href = suggestion.url;
        link.tabIndex = -1;
        const label = document.createElement("span");
        label.lang = "zh-Hans";
        label.textContent = suggestion.label;
        const detail = document.createElement("span");
        detail.textContent = suggestion.detail;
        link.append(label, detail);
        item.append(link);
        return item;
      }));
      chosen = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      request?.abort();
      request = new AbortController();
      const address = new URL("suggest/", form.action);
      for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
      try {
        const answer = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        if (answer.ok && document.activeElement === box && !busy) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    const typed = () => {
      clearTimeout(timer);
      if (busy) return;
      if (box.value.trim()) timer = setTimeout(ask, TYPING_PAUSE);
      else close();
    };

    box.addEventListener("compositionstart", () => { busy = true; close(); });
    box.addEventListener("compositionend", () => { busy = false; typed(); });
    box.addEventListener("input", typed);
    box.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      if (event.key === "Escape") {
        if (list.hidden) box.blur();
        else { event.preventDefault(); close(); }
      } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const count = list.children.length;
        choose(event.key === "ArrowDown" ? chosen + 1 : (chosen < 0 ? count - 1 : chosen - 1));
      } else if (!list.hidden && event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        list.children[chosen].firstElementChild.click();
      }
    });
    host.addEventListener("focusout", (event) => { if (!host.contains(event.relatedTarget)) close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  });
})();
