// The text of an article as a list of lines in the editor, beside the original. The field below it, which is all there
// is without a script, stays what is sent: every change is written into it at once.
(() => {
  const original = document.querySelector(".source-text");
  if (original && matchMedia("(min-width: 1025px)").matches) original.open = true;
  const field = document.getElementById("id_lines");
  const template = document.getElementById("line-list");
  if (!field || !template) return;

  const editor = template.content.firstElementChild.cloneNode(true);
  const list = editor.querySelector("ol");
  const tools = editor.querySelector(".line-tools");
  const choice = tools.querySelector("select");
  const labels = new Map([...choice.options].map((option) => [option.value, option.text]));
  const keys = new Map([...choice.options].map((option) => [option.dataset.key, option.value]));
  const TEXT = "正文";
  const HEADING = "小标题";
  const MARK = new RegExp(`^〔(${[...labels.keys()].filter((mark) => !/\d$/.test(mark)).join("|")})(\\d*)〕\\s*`);
  const CLASSES = { 正文: "paragraph", 图片说明: "caption", 作者: "byline", 编校署名: "credit", 版面文字: "furniture" };
  const classOf = (mark) => CLASSES[mark] ?? (mark.startsWith(HEADING) ? "heading" : "title");

  // The same text as the site reads: 〔小标题2〕维权服务, paragraphs without a mark.
  const read = (row) => {
    const found = row.match(MARK);
    const mark = found && (found[2] > "1" ? found[1] + found[2] : found[1]);
    return found && labels.has(mark) ? { mark, text: row.slice(found[0].length) } : { mark: TEXT, text: row };
  };
  const written = ({ mark, text }) => (mark === TEXT && !MARK.test(text) ? text : `〔${mark}〕${text}`);
  const rows = (text) => text.split(/\r?\n/).map((row) => row.trim()).filter(Boolean);
  const isLine = ({ mark, text }) => text || mark.startsWith(HEADING);

  let lines = [];
  let here = 0;
  const steps = [];

  const write = (now = lines) => {
    field.value = now.filter(isLine).map(written).join("\n\n");
  };
  const change = (make, place = here) => {
    steps.push({ lines: lines.map((line) => ({ ...line })), here });
    make();
    here = Math.max(0, Math.min(place, lines.length - 1));
    write();
    draw();
  };

  // What is drawn

  const item = ({ mark, text }, place) => {
    const line = document.createElement("li");
    line.className = `line is-${classOf(mark)}`;
    line.dataset.mark = mark;
    line.tabIndex = place === here ? 0 : -1;
    const role = document.createElement("span");
    role.className = `line-role role-${classOf(mark)}`;
    role.textContent = labels.get(mark);
    role.draggable = true;
    const words = document.createElement("p");
    words.className = "line-text";
    words.lang = "zh-Hans";
    words.append(...withDoubts(text));
    line.append(role, words);
    return line;
  };
  const draw = ({ focus = true } = {}) => {
    tools.remove();
    list.replaceChildren(...lines.map(item));
    if (lines.length) settle(focus);
  };
  const settle = (focus) => {
    const line = list.children[here];
    for (const other of list.children) other.tabIndex = other === line ? 0 : -1;
    choice.value = lines[here].mark;
    line.append(tools);
    if (focus) line.focus();
    show(lines[here].text);
  };
  const go = (place) => {
    here = Math.max(0, Math.min(place, lines.length - 1));
    settle(true);
  };

  // Where the line stands in the original

  const page = document.querySelector(".source-text .original");
  const bare = (text) => text.replace(/\s+/g, "");
  const places = [];
  let whole = "";
  for (const stretch of page?.children ?? []) {
    places.push([whole.length, stretch]);
    whole += bare(stretch.textContent);
  }
  const EDGE = 16; // signs at an end of a line by which it is found once something between them was corrected
  const show = (text) => {
    for (const marked of page?.querySelectorAll(".is-here") ?? []) marked.classList.remove("is-here");
    const wanted = bare(text);
    const at = [wanted, wanted.slice(0, EDGE)].map((part) => (part ? whole.indexOf(part) : -1)).find((one) => one >= 0) ??
      (whole.includes(wanted.slice(-EDGE)) ? Math.max(0, whole.indexOf(wanted.slice(-EDGE)) + EDGE - wanted.length) : -1);
    if (!wanted || at < 0) return;
    const first = places.findLast(([start, stretch]) => start <= at && bare(stretch.textContent));
    const found = places.filter(([start, stretch]) => start > at && start < at + wanted.length && bare(stretch.textContent)).map(([, stretch]) => stretch);
    if (first) found.unshift(first[1]);
    for (const stretch of found) stretch.classList.add("is-here");
    if (first) page.scrollTop = first[1].offsetTop - page.offsetTop - page.clientHeight / 3;
    const shown = [...new Set(found.map((stretch) => stretch.dataset.line).filter(Boolean))];
    page.dispatchEvent(new CustomEvent("lines-shown", { detail: shown }));
  };

  // What a machine was unsure of, by the signs around it: it is no longer marked where an editor changed them.

  const AROUND = 4;
  const doubts = places.filter(([, stretch]) => stretch.classList.contains("is-doubtful")).map(([start, stretch]) => {
    const end = start + bare(stretch.textContent).length;
    const from = Math.max(0, start - AROUND);
    return { before: whole.slice(from, end), lead: start - from, after: whole.slice(start, end + AROUND), length: end - start };
  });
  const marked = (words) => {
    const mark = document.createElement("mark");
    mark.className = "is-doubtful";
    mark.append(words);
    return mark;
  };
  function withDoubts(text) {
    const signs = [...text.matchAll(/\S/g)].map((match) => match.index);
    const plain = bare(text);
    const doubtful = new Set();
    for (const { before, lead, after, length } of doubts) {
      const at = plain.includes(before) ? plain.indexOf(before) + lead : plain.indexOf(after);
      for (let n = at < 0 ? length : 0; n < length; n += 1) doubtful.add(signs[at + n]);
    }
    const parts = [];
    for (let start = 0, end; start < text.length; start = end) {
      end = start + 1;
      while (end < text.length && doubtful.has(end) === doubtful.has(start)) end += 1;
      const part = document.createTextNode(text.slice(start, end));
      parts.push(doubtful.has(start) ? marked(part) : part);
    }
    return parts;
  }

  // A line of a picture, picked there or in the original, is gone to in the list: the one with most of its words.

  const PIECE = 5;
  page?.addEventListener("line-picked", (event) => {
    const words = bare(event.detail);
    const pieces = words.length > PIECE ? [...words.slice(PIECE - 1)].map((_, n) => words.slice(n, n + PIECE)) : [words];
    const score = ({ text }) => pieces.filter((piece) => bare(text).includes(piece)).length;
    const scores = lines.map(score);
    const most = Math.max(0, ...scores);
    if (!most || !row.classList.contains("has-list")) return;
    event.preventDefault();
    go(scores.indexOf(most));
  });

  // What can be done to a line

  const become = (mark) => change(() => { lines[here].mark = mark; });
  const move = (by) => {
    const to = here + by;
    if (to < 0 || to >= lines.length) return;
    change(() => lines.splice(to, 0, ...lines.splice(here, 1)), to);
  };
  const joined = (before, after) => {
    const latin = /[\w,.;:]$/.test(before) && /^\w/.test(after);
    return before + (latin ? " " : "") + after;
  };
  const join = () => {
    if (here === 0) return;
    change(() => {
      const [gone] = lines.splice(here, 1);
      lines[here - 1].text = joined(lines[here - 1].text, gone.text);
    }, here - 1);
  };
  const back = () => {
    const step = steps.pop();
    if (!step) return;
    ({ lines, here } = step);
    write();
    draw();
  };

  const edit = () => {
    const line = list.children[here];
    const words = line.querySelector(".line-text");
    const box = document.createElement("textarea");
    const { mark, text } = lines[here];
    let open = true;
    box.value = text;
    box.rows = 1;
    box.lang = "zh-Hans";
    box.setAttribute("aria-label", labels.get(mark));
    const grow = () => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    const parts = (value) => rows(value).map((row, n) => ({ mark: n && mark.startsWith(HEADING) ? TEXT : mark, text: row }));
    const close = (value, place = here) => {
      if (!open) return;
      open = false;
      if (value === text) draw();
      else change(() => lines.splice(here, 1, ...parts(value)), place);
    };
    box.addEventListener("input", () => {
      grow();
      write([...lines.slice(0, here), ...parts(box.value), ...lines.slice(here + 1)]);
    });
    box.addEventListener("blur", () => {
      if (!open) return;
      open = false;
      if (box.value === text) { words.hidden = false; box.remove(); return; }
      steps.push({ lines: lines.map((one) => ({ ...one })), here });
      lines.splice(here, 1, ...parts(box.value));
      write();
      setTimeout(() => draw({ focus: false })); // what took the focus keeps it
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      event.stopPropagation();
      const { selectionStart: start, selectionEnd: end, value } = box;
      if (event.key === "Escape" || (event.key === "Enter" && event.ctrlKey)) { event.preventDefault(); close(value); }
      else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        if (start && value.slice(end).trim()) close(`${value.slice(0, start)}\n${value.slice(end)}`, here + 1);
        else close(value);
      } else if (event.key === "Backspace" && !start && !end && here) {
        event.preventDefault();
        close(value);
        join();
      }
    });
    words.hidden = true;
    words.after(box);
    grow();
    box.focus();
  };

  const DO = { edit, join, back, up: () => move(-1), down: () => move(1) };

  // Keys, clicks, dragging

  list.addEventListener("focusin", (event) => {
    const place = [...list.children].indexOf(event.target);
    if (place < 0 || place === here) return;
    here = place;
    settle(false);
  });

  list.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    if (!event.target.matches("li")) return;
    const up = event.key === "ArrowUp" || event.key === "k";
    const down = event.key === "ArrowDown" || event.key === "j";
    if (event.altKey && !(event.key.startsWith("Arrow") && (up || down))) return;
    if (event.altKey) move(up ? -1 : 1);
    else if (up || down) go(here + (up ? -1 : 1));
    else if (event.key === "Enter") edit();
    else if (event.key === "m") join();
    else if (event.key === "z") back();
    else if (event.key === "Home" || event.key === "End") go(event.key === "Home" ? 0 : lines.length - 1);
    else if (keys.has(event.key)) become(keys.get(event.key));
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (!line || event.target.closest("textarea, .line-tools")) return;
    const place = [...list.children].indexOf(line);
    if (place === here && event.target.closest(".line-text")) edit();
    else go(place);
  });
  choice.addEventListener("change", () => become(choice.value));
  tools.addEventListener("click", (event) => DO[event.target.dataset.do]?.());

  let dragged = null;
  const over = (event) => event.target.closest?.("li");
  const unmark = () => list.querySelector(".is-target")?.classList.remove("is-target");
  list.addEventListener("dragstart", (event) => {
    dragged = [...list.children].indexOf(over(event));
    event.dataTransfer.setData("text/plain", lines[dragged].text);
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    if (dragged === null || !over(event)) return;
    event.preventDefault();
    unmark();
    over(event).classList.add("is-target");
  });
  list.addEventListener("drop", (event) => {
    if (dragged === null || !over(event)) return;
    event.preventDefault();
    const to = [...list.children].indexOf(over(event));
    here = dragged;
    change(() => lines.splice(to, 0, ...lines.splice(dragged, 1)), to);
  });
  list.addEventListener("dragend", () => { dragged = null; unmark(); });

  // The list, or the whole as one text

  const plain = editor.querySelector(".line-plain");
  const row = field.closest(".form-row");
  const open = () => {
    lines = rows(field.value).map(read).filter(isLine);
    here = Math.min(here, Math.max(0, lines.length - 1));
    row.classList.add("has-list");
    draw({ focus: false });
  };
  row.append(editor);
  plain.addEventListener("click", () => {
    const [shown, other] = [plain.textContent, plain.dataset.other];
    [plain.textContent, plain.dataset.other] = [other, shown];
    if (row.classList.toggle("has-list")) open();
    else field.focus();
  });
  open();
})();
