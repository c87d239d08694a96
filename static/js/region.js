// Blocks of a scanned page are ticked by a click on the picture, and an area is drawn around lines that no block parts.
// The list of check boxes beside the picture is all there is without this script, and what is sent.
"use strict";
(() => {
  const SHORTEST = 8; // pixels of the screen; a shorter stroke is a click
  const form = document.querySelector("form.region");
  if (!form) return;
  const boxes = new Map([...form.querySelectorAll("[name=block]")].map((box) => [box.value, box]));
  const shapes = new Map([...form.querySelectorAll("polygon.block")].map((shape) => [shape.dataset.block, shape]));
  const areas = form.querySelector(".areas");

  const draw = () => {
    for (const [key, shape] of shapes) shape.classList.toggle("is-chosen", boxes.get(key)?.checked ?? false);
  };
  form.addEventListener("change", draw);
  for (const button of form.querySelectorAll("[data-tick]")) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      for (const box of boxes.values()) box.checked = button.dataset.tick === "all";
      draw();
    });
  }

  const made = (name, attributes, ...inside) => {
    const element = name === "rect" ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const keep = (sheet, rect, corners) => {
    if (!areas.children.length) for (const box of boxes.values()) box.checked = false; // what is drawn is meant instead
    const remove = made("button", { type: "button" }, areas.dataset.remove);
    const item = made("li", {}, `${areas.dataset.name} `, made("input", { type: "hidden", name: "area", value: `${sheet.dataset.page}:${corners.join()}` }), remove);
    remove.addEventListener("click", () => { rect.remove(); item.remove(); });
    areas.append(item);
    draw();
  };

  for (const sheet of form.querySelectorAll("svg[data-page]")) {
    const { width, height } = sheet.viewBox.baseVal;
    const at = (event) => {
      const frame = sheet.getBoundingClientRect();
      const within = (value, most) => Math.round(Math.max(0, Math.min(value, most)));
      return [within((event.clientX - frame.left) * width / frame.width, width), within((event.clientY - frame.top) * height / frame.height, height)];
    };
    let begun = null;
    let drew = false; // the click that ends a stroke ticks nothing
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return; // a finger scrolls
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      begun = { x: event.clientX, y: event.clientY, at: at(event), rect: made("rect", { class: "area" }) };
      sheet.append(begun.rect);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!begun) return;
      const now = at(event);
      const [left, right] = [begun.at[0], now[0]].sort((a, b) => a - b);
      const [top, bottom] = [begun.at[1], now[1]].sort((a, b) => a - b);
      for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) begun.rect.setAttribute(name, value);
      begun.corners = [left, top, right, bottom];
    });
    const end = (event) => {
      if (!begun) return;
      const { x, y, rect, corners } = begun;
      begun = null;
      drew = event.type === "pointerup" && Boolean(corners) && Math.hypot(event.clientX - x, event.clientY - y) >= SHORTEST;
      if (drew) keep(sheet, rect, corners);
      else rect.remove();
    };
    sheet.addEventListener("pointerup", end);
    sheet.addEventListener("pointercancel", end);
    sheet.addEventListener("click", (event) => {
      const shape = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches("polygon.block"));
      const box = shape && boxes.get(shape.dataset.block);
      if (!box || drew) return;
      box.checked = !box.checked;
      draw();
    });
  }
  draw();
})();
