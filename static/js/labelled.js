/* A box in which a division is looked for is drawn by a library, which forgets to say what it is for; so does the hidden
   name of an account beside its new password. */
"use strict";
(() => {
  function name(box) {
    const field = box.closest(".select2-container")?.previousElementSibling;
    const words = field?.labels?.[0]?.textContent.trim().replace(/[:：]$/, "");
    if (!words) return;
    box.setAttribute("aria-label", words);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", words);
  }
  const all = () => document.querySelectorAll(".select2-selection[role=combobox]").forEach(name);
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  all();
  document.querySelectorAll("input.hidden:not([aria-label])").forEach((field) => field.setAttribute("aria-label", field.name));
})();
