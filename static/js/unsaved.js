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
  const version = form.elements.made_from;
  let sending = false;

  const keep = () => {
    try { sessionStorage.setItem(key, JSON.stringify({ sent: sending, values: snapshot(), version: version?.value })); } catch { /* full: the warning stays */ }
  };

  // A page that asks what becomes of what was typed holds it itself, and always asks before it is left.
  const holds = "unsaved" in form.dataset;
  const kept = holds ? null : JSON.parse(sessionStorage.getItem(key) || "null");
  if (kept && kept.sent && !form.querySelector(".errorlist")) {
    for (const f of fields()) {
      const was = kept.values[`${f.name}=${f.type === "radio" || f.type === "checkbox" ? f.value : ""}`];
      if (was === undefined) continue;
      if (typeof was === "boolean") f.checked = was;
      else f.value = was;
    }
    // What comes back was made from the version that was shown then: a later one is not overwritten unseen.
    if (version && kept.version) version.value = kept.version;
    const told = document.createElement("p");
    told.className = "unsaved-told";
    told.setAttribute("role", "status");
    told.textContent = restored;
    form.prepend(told);
  }
  if (!holds) sessionStorage.removeItem(key);

  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return; // a look in another tab: this one stays
    sending = true;
    if (!holds) keep();
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && (holds || JSON.stringify(snapshot()) !== opened)) event.preventDefault();
  });
})();
