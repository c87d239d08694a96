/* Copying of links, references and quotations; the outline follows the scroll. Every page works without it.
   Keys on an article: p to the sign of the next paragraph (Shift: the one before), c to copy the reference to it. */
"use strict";

(() => {
  const NOTE_STAYS = 4000; // ms; long enough to be read, and gone before the next thing is done

  const review = document.querySelector("article.review");
  const card = document.querySelector("[data-citation]");
  const note = document.querySelector("[data-copied]");
  if (!note) return;

  /* navigator.clipboard is there on https and on this machine only; many offices have neither. */
  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      box.className = "visually-hidden";
      document.body.append(box);
      const focused = document.activeElement;
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      focused?.focus({ preventScroll: true });
      return done;
    }
  }

  let timer = 0;
  async function copy(text, kind) {
    const done = await write(text);
    note.textContent = done ? note.dataset[`copied${kind[0].toUpperCase()}${kind.slice(1)}`] : note.dataset.notCopied;
    clearTimeout(timer);
    timer = setTimeout(() => { note.textContent = ""; }, NOTE_STAYS);
  }

  for (const actions of document.querySelectorAll(".actions[hidden], .actions > [hidden]:not([data-copy=quotation])")) {
    actions.hidden = false;
  }

  /* References: the text of the article's own, with the fragment of a paragraph behind its address. */
  const references = card ? [...card.querySelectorAll("[data-reference]")] : [];
  const written = references.map((place) => place.textContent);
  const address = card?.dataset.address ?? "";
  const addressOf = (anchor) => (anchor ? `${address}#${anchor}` : address);
  const referenceTo = (anchor) => written[0].replace(address, () => addressOf(anchor));
  const wordsOf = (part) => {
    const copied = part.cloneNode(true);
    copied.querySelectorAll(".permalink, .cite-here, .caption-mark").forEach((sign) => sign.remove());
    return copied.textContent.trim();
  };
  /* As archive.citing.gbt7714.quoted writes it. */
  const quoted = (words, reference) =>
    `“${words.replaceAll("“", "‘").replaceAll("”", "’")}”（${reference.replace(/\.$/, "")}）`;

  /* The paragraph or heading that the address names, if it stands in the article. */
  function named() {
    const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return part && review?.contains(part) && part.matches("p[id], section[id]") ? part : null;
  }

  function follow() {
    const part = named();
    references.forEach((place, at) => {
      place.textContent = written[at].replace(address, () => addressOf(part?.id));
    });
    card.querySelector("[data-cited-part]").hidden = !part;
    card.querySelector("[data-copy=quotation]").hidden = !part?.matches("p");
  }
  if (card) {
    follow();
    addEventListener("hashchange", follow);
  }

  const bar = document.querySelector("[data-selection-bar]");
  let selected = null;

  document.addEventListener("click", (event) => {
    const sign = event.target.closest(".permalink, .cite-here");
    const button = event.target.closest("[data-copy]");
    if (sign && review && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const anchor = sign.closest("p[id], section[id]").id;
      location.hash = anchor;
      if (sign.matches(".permalink")) copy(addressOf(anchor), "address");
      else copy(referenceTo(anchor), "reference");
    } else if (button) {
      const text = {
        reference: () => button.closest("section, details").querySelector("[data-reference]").textContent.trim(),
        quotation: () => quoted(wordsOf(named()), referenceTo(named().id)),
        address: () => addressOf(named()?.id),
        selection: () => quoted(selected.words, referenceTo(selected.anchor)),
      }[button.dataset.copy];
      copy(text(), card ? button.dataset.copy : "text");
    }
  });

  if (!review) return;

  /* Selected words: a bar offers them with the reference to the paragraph that they begin in. */
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const words = selection.isCollapsed || !selection.rangeCount ? "" : selection.toString().trim();
    const start = words && selection.getRangeAt(0).startContainer;
    const from = start && (start.nodeType === Node.TEXT_NODE ? start.parentElement : start);
    const inside = from && review.contains(from);
    bar.hidden = !inside;
    if (inside) {
      selected = {
        words: words.replace(/\s*\n\s*/g, "\n").replace(/ ?¶( ?引)?/g, ""),
        anchor: from.closest("p[id], section[id]")?.id,
      };
    }
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays

  /* Keys: the signs of paragraphs are no stops of the tab key until one is asked for. */
  const paragraphs = [...review.querySelectorAll("section > p[id]")].filter((part) => part.querySelector(".permalink"));
  let here = -1;
  /* The first step is to the paragraph that the address names, or to the first or the last. */
  const next = (step) => {
    const at = paragraphs.indexOf(named());
    if (here < 0) return at >= 0 ? at : (step > 0 ? 0 : paragraphs.length - 1);
    return (here + step + paragraphs.length) % paragraphs.length;
  };
  const current = () => paragraphs[here] ?? named();
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !paragraphs.length) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "p") {
      paragraphs[here]?.classList.remove("here");
      here = next(event.shiftKey ? -1 : 1);
      paragraphs[here].classList.add("here");
      paragraphs[here].querySelector(".permalink").focus({ preventScroll: true });
      paragraphs[here].scrollIntoView({ block: "center" });
    } else if (key === "c") {
      const part = current();
      copy(part ? referenceTo(part.id) : written[0], "reference");
    }
  });

  /* The outline says where the reader is: the last heading above the middle of the upper half. */
  const links = [...document.querySelectorAll(".outline-beside a")];
  const sections = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!sections.length) return;
  let shown = null;
  const mark = () => {
    const passed = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 3).length;
    const link = links[passed - 1] ?? null;
    if (link === shown) return;
    shown?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    shown = link;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
})();
