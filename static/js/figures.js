// Numbers checked by keys: the row that the address names is the one in hand; without a script every row has its buttons.
(() => {
  const forms = [...document.querySelectorAll("[data-decides]")];
  if (!forms.length) return;
  const row = (form) => document.getElementById(form.dataset.decides);
  const inHand = () => Math.max(0, forms.findIndex((form) => `#${form.dataset.decides}` === location.hash));

  const number = (form) => document.getElementById(form.dataset.decides.replace("f", "n"));

  const go = (step) => {
    number(forms[inHand()])?.classList.remove("in-hand");
    const next = forms[Math.min(forms.length - 1, Math.max(0, inHand() + step))];
    location.replace(`#${next.dataset.decides}`);
    row(next).scrollIntoView({ block: "center" });
    number(next)?.classList.add("in-hand");
    number(next)?.scrollIntoView({ block: "nearest" });
  };

  const press = (verdict) => {
    const button = forms[inHand()].querySelector(`button[value="${verdict}"]`);
    if (button) forms[inHand()].requestSubmit(button);
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    y: () => press("confirmed"),
    n: () => press("rejected"),
    u: () => press("undo"),
    i: () => forms[inHand()].querySelector("[name=indicator]")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing) {
      if (event.key === "Escape") typing.blur();
      if (event.key === "Enter" && typing.form.dataset.decides) {
        event.preventDefault();
        typing.form.requestSubmit(typing.form.querySelector('button[value="corrected"]'));
      }
      return;
    }
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  if (!["#add", "#told"].includes(location.hash)) go(0);
})();
