// As long as the form of an article is open, others who open it are told, and this one is told of them.
(() => {
  const shown = document.querySelector("[data-presence]");
  if (!shown) return;
  const { presence, seconds } = shown.dataset;
  const form = shown.closest("form");
  let sending = false;

  const sign = (left) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (left) body.append("left", "1");
    return body;
  };
  const tell = async () => {
    try {
      const answer = await fetch(presence, { method: "POST", body: sign(false) });
      if (!answer.ok || answer.redirected) return;
      const said = await answer.text();
      if (said.trim() !== shown.innerHTML.trim()) shown.innerHTML = said;
    } catch { /* no network: nothing is said, and the version in the form still keeps changes from being lost */ }
  };

  setInterval(tell, Number(seconds) * 1000);
  form.addEventListener("submit", (event) => { sending = event.submitter?.formTarget !== "_blank"; });
  addEventListener("pagehide", () => { if (!sending) navigator.sendBeacon(presence, sign(true)); });
})();
