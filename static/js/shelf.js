// The shelf: numbers of articles and the last searches, kept in this browser. Nothing of it is sent but in the
// address of the shelf's own page. Every page works without it.
"use strict";

(() => {
  const MOST = 100;
  const MOST_SEARCHES = 20;

  function stored(name) {
    try {
      const found = JSON.parse(localStorage.getItem(name) || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  function store(name, values) {
    try {
      localStorage.setItem(name, JSON.stringify(values));
      return true;
    } catch {
      return false; // a private window, or no room
    }
  }

  const ids = () => stored("shelf").filter((id) => /^[0-9]{1,11}$/.test(id));
  const address = (path, chosen) => `${path}?${chosen.map((id) => `article=${id}`).join("&")}`;

  const words = (search) => new URLSearchParams(search.split("?")[1]).get("q");

  // Kept once as an address alone.
  function searches() {
    const kept = stored("searches").map((search) => (typeof search === "string" ? { address: search } : search));
    return kept.filter((search) => typeof search?.address === "string" && search.address.startsWith("/"));
  }

  for (const button of document.querySelectorAll("[data-shelf-article]")) {
    const id = button.dataset.shelfArticle;
    const show = () => {
      const kept = ids().includes(id);
      button.textContent = kept ? button.dataset.kept : button.dataset.add;
      button.setAttribute("aria-pressed", String(kept));
    };
    button.addEventListener("click", () => {
      const others = ids().filter((other) => other !== id);
      store("shelf", ids().includes(id) ? others : [...others, id].slice(-MOST));
      show();
    });
    show();
    button.hidden = false;
  }

  const page = document.querySelector("[data-shelf-page]");
  if (page) {
    const named = new URLSearchParams(location.search).has("article");
    if (!named && ids().length) {
      location.replace(address(location.pathname, ids()));
      return;
    }
    for (const button of document.querySelectorAll("[data-shelf-remove]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const gone = button.dataset.shelfRemove;
        store("shelf", ids().filter((id) => id !== gone));
        const shown = new URLSearchParams(location.search).getAll("article").filter((id) => id !== gone);
        location.assign(shown.length ? address(location.pathname, shown) : location.pathname);
      });
    }
    const recent = document.querySelector("[data-recent-searches]");
    const list = recent.appendChild(document.createElement("ul"));
    for (const search of searches()) {
      const link = document.createElement("a");
      link.href = search.address;
      link.textContent = words(search.address);
      const item = document.createElement("li");
      item.append(link);
      if (search.filters) {
        const filters = item.appendChild(document.createElement("span"));
        filters.className = "count";
        filters.textContent = search.filters;
        filters.before(" ");
      }
      list.append(item);
      recent.hidden = false;
    }
  }

  const searched = document.querySelector("[data-search-page]");
  if (searched && words(searched.dataset.searchPage)) {
    const here = { address: searched.dataset.searchPage, filters: searched.dataset.searchFilters };
    const others = searches().filter((search) => search.address !== here.address);
    store("searches", [here, ...others].slice(0, MOST_SEARCHES));
  }
})();
