// The page of an import follows the reading until all is read; without script it reloads itself.
(() => {
  const live = document.getElementById("import-live");
  const ticked = () => new Set([...live.querySelectorAll("[name=article]:checked")].map((box) => box.value));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const show = (html) => {
    const kept = ticked();
    const opened = live.querySelector("details")?.open;
    live.innerHTML = html;
    for (const box of live.querySelectorAll("[name=article]")) box.checked = kept.has(box.value);
    if (opened) live.querySelector("details")?.setAttribute("open", "");
    ready();
  };

  const ready = () => {
    for (const help of live.querySelectorAll(".import-keys")) help.hidden = false;
    const all = live.querySelector(".tick-all");
    if (!all) return;
    all.hidden = !live.querySelector("[name=article]");
    all.addEventListener("change", () => {
      for (const box of live.querySelectorAll("[name=article]")) box.checked = all.checked;
    });
  };

  const follow = async () => {
    const address = new URL(location.href);
    address.searchParams.delete("then");
    address.searchParams.set("live", "1");
    for (let wait = 300; live.dataset.done !== "yes"; wait = Math.min(wait * 1.5, 3000)) {
      await pause(wait);
      if (document.hidden) continue;
      try {
        const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) continue;
        const html = await answer.text();
        live.dataset.done = answer.headers.get("X-Import-Done") || "no";
        if (live.dataset.done === "yes" && new URLSearchParams(location.search).get("then") === "article") {
          location.reload();
          return;
        }
        if (live.querySelector("#row-form")) continue; // a row is being corrected
        if (!live.contains(document.activeElement) || document.activeElement.matches("[name=article]")) show(html);
        else if (live.dataset.done === "yes") show(html);
      } catch { /* the network is away for a moment: the reading is not */ }
    }
  };

  // j and k from row to row, Enter opens one, 1 to 9 take a candidate, Ctrl+Enter publishes it and goes on, Esc goes back.
  const links = () => [...live.querySelectorAll(".row-edit")];
  const move = (by) => {
    const all = links();
    const here = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
    all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))]?.focus();
  };
  const publish = (row) => {
    const box = row?.querySelector("[name=article]");
    if (!box) { row?.querySelector(".row-edit")?.click(); return; } // what is not settled is looked at first
    for (const other of live.querySelectorAll("[name=article]")) other.checked = other === box;
    live.querySelector("button[name=publish]").click();
  };
  addEventListener("keydown", (event) => {
    const open = live.querySelector(".is-open");
    if (event.key === "Escape" && open) { open.querySelector(".row-back").click(); return; }
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      if (open) (open.querySelector("[name=save_publish]") || open.querySelector("[name=save]")).click();
      else publish(document.activeElement.closest("tr"));
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); }
    if (event.key === "P") live.querySelector("[name=publish_all]")?.click();
    if (/^[1-9]$/.test(event.key)) document.activeElement.closest("tr")?.querySelectorAll("[name=choose]")[event.key - 1]?.click();
  });

  // The divisions that what is typed may mean, by characters, pinyin or initials.
  const typed = live.querySelector(".row-place input");
  let asked = 0;
  typed?.addEventListener("input", async () => {
    const number = (asked += 1);
    await pause(120);
    if (number !== asked || !typed.value.trim()) return;
    const year = live.querySelector(".row-period_end input").value;
    const query = new URLSearchParams({ q: typed.value, year });
    const answer = await fetch(`${typed.closest("tr").dataset.places}?${query}`).catch(() => null);
    if (!answer?.ok || number !== asked) return;
    const { places } = await answer.json();
    live.querySelector("#places").replaceChildren(...places.map(({ name, hint }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = `${name} ${hint}`;
      return option;
    }));
  });

  ready();
  // The row that an address names takes the focus away once more when the page has loaded.
  const named = () => (location.hash.startsWith("#row-") ? document.getElementById(location.hash.slice(1)) : null);
  addEventListener("load", () => setTimeout(() => {
    (live.querySelector(".is-open [autofocus]") ?? named()?.querySelector(".row-edit"))?.focus();
  }));
  follow();
})();
