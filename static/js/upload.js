// Files and folders, dropped or chosen, are sent a few at a time into one import: any number of them, with their
// progress, and where the network fails, on from there. Without script the form sends all at once.
(() => {
  const form = document.querySelector(".upload-form");
  const zone = form.querySelector(".drop-zone");
  const chooser = form.querySelector("#id_files");
  const folder = form.querySelector("#id_folder");
  const list = form.querySelector(".chosen");
  const sending = form.querySelector(".sending");
  const bar = sending.querySelector("progress");
  const told = sending.querySelector("[role=status]");
  const button = sending.querySelector("button");
  const MOST_AT_ONCE = 10;
  const BYTES_AT_ONCE = 4 * 1024 * 1024;
  const TRIES = 4;
  const MOST_LISTED = 500;

  let chosen = []; // [{path, file}]
  let under_way = false;
  let resume = null;
  let offering = null;

  const filled = (text, values) => Object.entries(values).reduce((words, [name, value]) => words.replaceAll(`{${name}}`, () => value), text);
  const say = (text, values = {}) => {
    told.textContent = filled(text, values);
    sending.hidden = false;
  };
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const size_of = (bytes) => {
    if (bytes < 1024) return `${bytes} B`;
    if (bytes < 1048576) return `${Math.round(bytes / 1024)} KB`;
    return `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`;
  };
  const total = () => chosen.reduce((sum, { file }) => sum + file.size, 0);

  const add = (found) => {
    if (under_way) return;
    const known = new Set(chosen.map(({ path, file }) => `${path}\n${file.size}\n${file.lastModified}`));
    chosen = [...chosen, ...found.filter(({ path, file }) => !known.has(`${path}\n${file.size}\n${file.lastModified}`))];
    show();
  };

  // What was chosen, by name and size, each to be left out again; what the server was told of stays as it was told.
  const show = () => {
    const told_of = resume ? resume.announced : 0;
    list.hidden = !chosen.length;
    list.querySelector("[role=status]").textContent = filled(form.dataset.chosen, { n: chosen.length, size: size_of(total()) });
    list.querySelector("p button").hidden = under_way || told_of > 0;
    list.querySelector("ul").replaceChildren(...chosen.slice(0, MOST_LISTED).map((one, place) => listed_one(one, under_way || place < told_of)));
    const more = list.querySelector(".help");
    more.hidden = chosen.length <= MOST_LISTED;
    more.textContent = filled(form.dataset.more, { n: chosen.length - MOST_LISTED });
    if (!under_way) offer_anew();
  };
  const listed_one = (one, is_fixed) => {
    const row = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { textContent: one.path });
    const size = Object.assign(document.createElement("small"), { textContent: size_of(one.file.size) });
    row.append(name, " ", size);
    if (one.file.size > form.dataset.most * 1048576) {
      row.append(" ", Object.assign(document.createElement("strong"), { textContent: form.dataset.tooLarge }));
    }
    if (!is_fixed) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      button.setAttribute("aria-label", filled(form.dataset.leaveOut, { name: one.path }));
      button.title = button.getAttribute("aria-label");
      button.addEventListener("click", () => leave_out(one));
      row.append(button);
    }
    return row;
  };
  const leave_out = (one) => {
    const place = chosen.indexOf(one);
    chosen = chosen.filter((other) => other !== one);
    show();
    const buttons = list.querySelectorAll("li button");
    (buttons[Math.min(place, buttons.length - 1)] || form.querySelector("[data-chooses]")).focus();
  };
  const listed = (list) => [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

  // What was dropped: a folder with everything below it. Entries must be taken before the first pause.
  const read_entry = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [{ path: entry.fullPath.replace(/^\//, ""), file }];
    }
    const reader = entry.createReader();
    const inside = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) break;
      inside.push(...some);
    }
    return (await Promise.all(inside.map(read_entry))).flat();
  };
  const dropped = async (data) => {
    const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    return entries.length ? (await Promise.all(entries.map(read_entry))).flat() : listed(data.files);
  };

  const post = async (address, body) => {
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(address, { method: "POST", body });
    if (answer.ok && !answer.redirected) return answer.json();
    const said = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(), { told: said.error, refused: answer.status < 500 || answer.status === 507 });
  };

  const patiently = async (work) => {
    for (let tried = 1; ; tried += 1) {
      try { return await work(); } catch (error) {
        if (error.refused || tried === TRIES) throw error;
        await pause(1000 * tried);
      }
    }
  };

  // Pictures that are pages of one article: the site says which may be, a person says that they are and in which order.
  const offer = form.querySelector(".page-sets");
  const are_pages = offer.querySelector("input");
  const sets_shown = offer.querySelector(".page-set-list");
  const listing = (files) => JSON.stringify(files.map(({ path, file }) => [path, file.size]));
  let page_sets = []; // [[{path, file}]]
  let taken_out = new Set(); // of a set, to be articles of their own
  let asked = 0;

  const offer_page_sets = async () => {
    const files = resume ? chosen.slice(resume.announced) : chosen; // the others are on their way
    offer.hidden = files.filter(({ file }) => file.type.startsWith("image/")).length < 2;
    if (offer.hidden) are_pages.checked = false;
    const place = new Map(page_sets.flat().map((page, at) => [page, at])); // an order that was chosen stays
    page_sets = [];
    const number = (asked += 1);
    if (!are_pages.checked) taken_out = new Set();
    else {
      const body = new FormData();
      body.append("files", listing(files));
      try {
        const { sets } = await patiently(() => post(form.dataset.pageSets, body));
        if (number !== asked) return;
        page_sets = sets.map((numbers) => numbers.map((one) => files[one]).filter((page) => !taken_out.has(page))).filter((pages) => pages.length > 1);
        for (const pages of page_sets) if (pages.every((page) => place.has(page))) pages.sort((one, other) => place.get(one) - place.get(other));
      } catch (error) {
        are_pages.checked = false;
        sets_shown.replaceChildren();
        say(error.told ? form.dataset.refused : form.dataset.broken, { why: error.told, n: 0, total: chosen.length });
        throw error;
      }
    }
    sets_shown.replaceChildren(...page_sets.map(shown_set));
  };

  const thumbnail = async (canvas, file) => {
    const picture = await createImageBitmap(file, { resizeHeight: 144, resizeQuality: "medium" }).catch(() => null);
    if (!picture) return; // of a kind that browsers do not show
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    canvas.hidden = false;
    picture.close();
  };

  const shown_set = (pages) => {
    const set = offer.querySelector("template.page-set").content.firstElementChild.cloneNode(true);
    set.pages = pages;
    const rows = set.querySelector("ol");
    rows.replaceChildren(...pages.map((page) => {
      const row = offer.querySelector("template.page-of-set").content.firstElementChild.cloneNode(true);
      const name = page.path.split("/").pop();
      row.page = page;
      row.querySelector(".page-name").textContent = name;
      for (const button of row.querySelectorAll("button")) button.setAttribute("aria-label", filled(button.dataset.label, { name }));
      thumbnail(row.querySelector("canvas"), page.file);
      return row;
    }));
    ordered(set);
    return set;
  };

  const ordered = (set) => {
    const rows = [...set.querySelectorAll("li")];
    set.pages.splice(0, Infinity, ...rows.map((row) => row.page));
    const folder = rows[0].page.path.split("/").slice(0, -1).join("/");
    set.querySelector("h3").textContent = filled(folder ? sets_shown.dataset.of : sets_shown.dataset.loose, { folder, n: rows.length });
    set.querySelector(".errornote").hidden = rows.length <= Number(sets_shown.dataset.most);
    rows.forEach((row, at) => {
      row.querySelector("[data-move='-1']").disabled = at === 0;
      row.querySelector("[data-move='1']").disabled = at === rows.length - 1;
    });
  };

  sets_shown.addEventListener("click", ({ target: button }) => {
    const move = button.dataset.move;
    const row = button.closest("li");
    if (!move || under_way) return;
    const set = row.closest("section");
    const beside = move === "-1" ? row.previousElementSibling : row.nextElementSibling;
    if (move === "-1") beside.before(row);
    else if (move === "1") beside.after(row);
    else { taken_out.add(row.page); row.remove(); }
    const rows = [...set.querySelectorAll("li")];
    if (rows.length < 2) {
      page_sets.splice(page_sets.indexOf(set.pages), 1);
      set.remove();
      if (!page_sets.length) { are_pages.checked = false; are_pages.focus(); }
      return;
    }
    ordered(set);
    if (move === "out") { (beside ?? rows[rows.length - 1]).querySelector("[data-move=out]").focus(); return; }
    const at = rows.indexOf(row) + 1;
    offer.querySelector("[role=status]").textContent = filled(sets_shown.dataset.place, { name: row.querySelector(".page-name").textContent, at, n: rows.length });
    (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button).focus();
  });
  // What is sent waits for it, and is not sent where it failed.
  const offer_anew = () => {
    offering = offer_page_sets();
    offering.catch(() => {}); // was told
  };
  are_pages.addEventListener("change", offer_anew);

  // Web pages of one folder go at once: one of them may show the others in its frames. So do the pages of an article.
  const packets = (numbers, together) => {
    const grouped = new Set(together.flat());
    const made = [];
    let bytes = 0;
    for (const number of numbers.filter((one) => !grouped.has(one))) {
      const last = made[made.length - 1];
      const { size } = chosen[number].file;
      if (last && last.length < MOST_AT_ONCE && bytes + size <= BYTES_AT_ONCE) { last.push(number); bytes += size; }
      else { made.push([number]); bytes = size; }
    }
    return [...together, ...made];
  };

  const send = async (begun) => {
    const all = begun.wanted.length;
    bar.max = all || 1;
    while (begun.left.length) {
      bar.value = begun.sent;
      say(form.dataset.sending, { n: begun.sent, total: all });
      const body = new FormData();
      if (begun.page_sets.some((pages) => pages[0] === begun.left[0][0])) body.append("page_set", "1");
      for (const number of begun.left[0]) {
        body.append("numbers", number);
        body.append("paths", chosen[number].path);
        body.append("files", chosen[number].file);
      }
      await patiently(() => post(begun.to, body));
      begun.sent += begun.left.shift().length;
    }
  };

  const add_pasted = () => {
    const pasted = form.querySelector("#id_text");
    if (!pasted.value.trim()) return;
    add([{ path: form.dataset.pasted, file: new File([pasted.value], form.dataset.pasted) }]);
    pasted.value = "";
  };

  const announce = async () => {
    await offering;
    const body = new FormData();
    body.append("files", listing(chosen));
    body.append("page_sets", JSON.stringify(page_sets.map((pages) => pages.map((page) => chosen.indexOf(page)))));
    say(form.dataset.sending, { n: 0, total: chosen.length });
    const begun = await patiently(() => post(form.dataset.begin, body));
    page_sets = [];
    return { ...begun, announced: chosen.length, wanted: begun.send, left: packets(begun.send, [...begun.together, ...begun.page_sets]), sent: 0 };
  };

  const start = async () => {
    add_pasted();
    under_way = true;
    bar.hidden = false;
    button.hidden = true;
    show();
    try {
      let page = "";
      while (chosen.length) { // what was added after an interruption goes into an import of its own
        resume ||= await announce();
        await send(resume);
        page = resume.page;
        chosen = chosen.slice(resume.announced);
        resume = null;
      }
      under_way = false;
      location.assign(page);
    } catch (error) {
      under_way = false;
      const values = { n: resume ? resume.sent : 0, total: resume ? resume.wanted.length : chosen.length };
      if (error.told) say(form.dataset.refused, { why: error.told });
      else say(form.dataset.broken, values);
      button.textContent = form.dataset.again;
      button.hidden = false;
      show();
    }
  };

  // The browser's own chooser would go on saying that no file is chosen.
  chooser.hidden = true;
  form.querySelector(".choosers").hidden = false;
  form.querySelector(".drop-hint").hidden = false;
  offer.hidden = true;
  for (const input of [chooser, folder]) {
    form.querySelector(`[data-chooses=${input.id}]`).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      add(listed(input.files));
      input.value = "";
    });
  }
  list.querySelector("p button").addEventListener("click", () => {
    chosen = [];
    show();
    form.querySelector("[data-chooses]").focus();
  });
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    try { add(await dropped(event.dataTransfer)); } catch { say(form.dataset.broken, { n: 0, total: chosen.length }); }
  });
  button.addEventListener("click", start);
  form.addEventListener("submit", (event) => {
    if (under_way) { event.preventDefault(); return; }
    if (!chosen.length) return;
    event.preventDefault();
    start();
  });
  addEventListener("beforeunload", (event) => { if (under_way) event.preventDefault(); });
})();
