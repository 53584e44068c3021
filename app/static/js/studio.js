/* Saves a text as it is written, and shows beside it what it will look like. Without it the page's own button does both. */
"use strict";

const form = document.querySelector("[data-editor]");
const area = form.elements.text;
const saved = document.getElementById("saved");
const words = saved && saved.querySelector("[data-saved]");
const shown = document.querySelector("[data-shown]");
const shelf = `studio:${form.dataset.save}`;
const PAUSE = 1200; // milliseconds without a key before a save
const GLANCE = 350; // before a preview
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

let pending = false;
let sending = false;
let stopped = !saved;
let wait = FIRST_WAIT;
let timer = 0;
let glance = 0;
let asked = 0;

form.elements.tab.value = crypto.getRandomValues(new Uint32Array(2)).join("-");
form.elements.count.value = "0";

/* « ?ligne=12 »: the checks lead here; the line is selected, a third of the way down. */
function point(line) {
  const whole = area.value;
  const lines = whole.split("\n");
  if (!(line > 0 && line <= lines.length)) return;
  const end = lines.slice(0, line).join("\n").length;
  area.value = whole.slice(0, end); // lines fold: only the field knows how far down this one is
  const down = area.scrollHeight;
  area.value = whole;
  area.focus({ preventScroll: true });
  area.setSelectionRange(end - lines[line - 1].length, end);
  area.scrollTop = down - area.clientHeight / 3;
  area.scrollIntoView({ block: "start" });
}
point(Number(new URLSearchParams(location.search).get("ligne")));

function say(text, { late = false, ended = false } = {}) {
  words.textContent = text;
  saved.classList.toggle("tu-saved--late", late || ended);
  if (ended) {
    const anchor = document.createElement("a");
    anchor.href = location.href;
    anchor.textContent = form.dataset.reload;
    words.append(" ", anchor);
  }
}

/* What is not saved yet waits in this browser: a crash, a reload or a bad network loses nothing. */
function keep() {
  try {
    localStorage.setItem(shelf, JSON.stringify({ revision: form.elements.revision.value, text: area.value }));
  } catch {
    /* a full or closed shelf: the network is still there */
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(shelf));
  } catch {
    /* nothing that can be read */
  }
  localStorage.removeItem(shelf);
  if (!kept || kept.revision !== form.elements.revision.value || kept.text === area.value) return;
  area.value = kept.text;
  changed();
}

/* The text and where it started from, without the file that may be waiting to be added. */
function written() {
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (name.startsWith("shown-")) data.delete(name);
  return data;
}

async function save() {
  if (sending || stopped || !pending) return;
  clearTimeout(timer);
  sending = true;
  pending = false;
  form.elements.count.value = String(Number(form.elements.count.value) + 1);
  say(form.dataset.saving, { late: true });
  try {
    await heard(await fetch(form.dataset.save, { method: "POST", body: written(), redirect: "manual", keepalive: area.value.length < 30000 }));
  } catch {
    pending = true;
    say(form.dataset.offline, { late: true });
    timer = setTimeout(save, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  } finally {
    sending = false;
  }
  if (pending && !stopped && wait === FIRST_WAIT) timer = setTimeout(save, PAUSE);
}

async function heard(answer) {
  if (answer.status === 409) {
    stopped = true;
    say((await answer.json()).said, { ended: true });
  } else if (answer.type === "opaqueredirect" || [400, 403, 404].includes(answer.status)) {
    stopped = true;
    say(form.dataset.lost, { ended: true });
  } else if (!answer.ok) {
    throw new Error(String(answer.status));
  } else {
    const { revision, said } = await answer.json();
    form.elements.revision.value = String(revision);
    wait = FIRST_WAIT;
    if (pending) keep();
    else localStorage.removeItem(shelf);
    say(said);
  }
}

/* The last text asked for is the one shown, whatever comes back first. */
async function preview() {
  if (!shown || !form.dataset.preview) return;
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: written(), redirect: "manual" });
    if (answer.ok && mine === asked) shown.innerHTML = await answer.text();
  } catch {
    /* the text itself is what matters; the next key asks again */
  }
}

function changed() {
  clearTimeout(glance);
  glance = setTimeout(preview, GLANCE);
  if (stopped) return;
  pending = true;
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

/* Tools write in the text as a person would, so that Ctrl+Z takes it back. */
function put(text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    changed();
  }
}

for (const tools of document.querySelectorAll("[data-tools]")) {
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const { around, before } = target.dataset;
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    if (around) put(`${around}${chosen}${around}`);
    if (before) put(`${area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n" : ""}${before}${chosen}`);
  });
  tools.addEventListener("change", ({ target }) => {
    if (target.value) put(`\n${target.value}\n`);
    target.value = "";
  });
}

/* A file goes alone; its block comes back to be put where the person is writing. */
async function show(fold) {
  const told = fold.querySelector("[data-told]");
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (!name.startsWith("shown-") && name !== "csrf_token") data.delete(name);
  for (const field of fold.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const files = [...fold.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]);
  if (files.some((file) => file.size > Number(fold.dataset.largest) * 1e6)) {
    told.textContent = fold.dataset.heavy;
    return;
  }
  told.textContent = form.dataset.saving;
  try {
    const answer = await fetch(fold.dataset.show, { method: "POST", body: data, redirect: "manual" });
    if (answer.status === 422) {
      const { errors } = await answer.json();
      told.textContent = Object.values(errors).join(" ");
      for (const name of Object.keys(errors).reverse()) {
        const field = document.getElementById(name);
        field.setAttribute("aria-invalid", "true");
        field.focus();
      }
    } else if (answer.ok) {
      const { block, said } = await answer.json();
      for (const field of fold.querySelectorAll("input, textarea")) field.value = "";
      fold.open = false;
      put(`\n${block}\n`);
      words.textContent = said;
      told.textContent = "";
    } else {
      told.textContent = form.dataset.lost;
    }
  } catch {
    told.textContent = form.dataset.unsent;
  }
}

for (const fold of document.querySelectorAll("[data-show]")) {
  const adding = fold.querySelector("[formaction]");
  adding.addEventListener("click", async (event) => {
    event.preventDefault();
    if (adding.disabled) return;
    adding.disabled = true;
    await show(fold);
    adding.disabled = false;
  });
}

area.addEventListener("input", changed);
addEventListener("online", save);
addEventListener("pagehide", save);
form.addEventListener("submit", () => {
  stopped = true;
  clearTimeout(timer);
  localStorage.removeItem(shelf);
  form.elements.count.value = String(Number(form.elements.count.value) + 1);
});
if (!stopped) restore();
