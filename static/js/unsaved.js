// What was typed into a form and not yet saved: leaving the page asks first, and when the session ended
// in between, the text is back after signing in. Kept in this tab only, and dropped once it was saved.
(() => {
  const { restored } = document.currentScript.dataset;
  const form = document.querySelector("form[data-keep-unsaved], #article_form, #region_form");
  const key = `unsaved:${location.pathname}`;
  if (document.querySelector(".messagelist .success, .import-progress")) {
    Object.keys(sessionStorage).filter((k) => k.startsWith("unsaved:")).forEach((k) => sessionStorage.removeItem(k));
  }
  if (!form) return;

  const fields = () =>
    [...form.elements].filter((f) => f.name && !["hidden", "password", "file", "submit", "button"].includes(f.type));
  const value = (f) => (f.type === "checkbox" || f.type === "radio" ? f.checked : f.value);
  const snapshot = () => Object.fromEntries(fields().map((f) => [`${f.name}=${f.type === "radio" || f.type === "checkbox" ? f.value : ""}`, value(f)]));
  const opened = JSON.stringify(snapshot());
  let sending = false;

  const keep = () => {
    try { sessionStorage.setItem(key, JSON.stringify({ sent: sending, values: snapshot() })); } catch { /* full: the warning stays */ }
  };

  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept && kept.sent && !form.querySelector(".errorlist")) {
    for (const f of fields()) {
      const was = kept.values[`${f.name}=${f.type === "radio" || f.type === "checkbox" ? f.value : ""}`];
      if (was === undefined) continue;
      if (typeof was === "boolean") f.checked = was;
      else f.value = was;
    }
    const told = document.createElement("p");
    told.className = "unsaved-told";
    told.setAttribute("role", "status");
    told.textContent = restored;
    form.prepend(told);
  }
  sessionStorage.removeItem(key);

  form.addEventListener("submit", () => { sending = true; keep(); });
  addEventListener("beforeunload", (event) => {
    if (!sending && ("unsaved" in form.dataset || JSON.stringify(snapshot()) !== opened)) event.preventDefault();
  });
})();
