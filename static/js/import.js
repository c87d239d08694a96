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
        if (!live.contains(document.activeElement) || document.activeElement.matches("[name=article]")) show(html);
        else if (live.dataset.done === "yes") show(html);
      } catch { /* the network is away for a moment: the reading is not */ }
    }
  };

  ready();
  follow();
})();
