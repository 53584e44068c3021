/* Saves a quiz as it is answered. Without it the page's own buttons do the same; it only spares pressing them.
   What is not saved yet waits in this browser: a crash, a reload or a bad network loses nothing. */
"use strict";

const form = document.querySelector("[data-quiz]");
const line = document.getElementById("saved");
const words = line.querySelector("[data-saved]");
const shelf = `quiz:${form.dataset.save}${location.search}`;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

let pending = false;
let sending = false;
let stopped = false;
let leaving = false;
let wait = FIRST_WAIT;
let timer = 0;

form.elements.tab.value = crypto.getRandomValues(new Uint32Array(2)).join("-");
form.elements.count.value = "0";

/* `late`: not saved yet; `ended`: it will not be from this page any more. */
function say(text, { late = false, ended = false } = {}) {
  words.textContent = text;
  line.classList.toggle("tu-saved--late", late || ended);
  if (ended) {
    const anchor = document.createElement("a");
    anchor.href = location.href;
    anchor.textContent = form.dataset.reload;
    words.append(" ", anchor);
  }
}

/* The answers of this page, without what belongs to one opening of it. */
function answers() {
  const mine = (name) => name === "shown" || /^q\d+/.test(name);
  return [...new FormData(form)].filter(([name]) => mine(name));
}

function keep() {
  const kept = { tab: form.elements.tab.value, revision: form.elements.revision.value, answers: answers() };
  try {
    localStorage.setItem(shelf, JSON.stringify(kept));
  } catch {
    /* a full or closed shelf: the network is still there */
  }
}

function forget() {
  localStorage.removeItem(shelf);
}

/* What an earlier opening of this page could not send, if nothing was saved elsewhere since: the revision is still the
   same, or the last to save was that very opening (its answer was lost on the way back). */
function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(shelf));
  } catch {
    forget();
  }
  if (!kept) return;
  if (kept.revision !== form.elements.revision.value && kept.tab !== form.dataset.tab) {
    forget();
    return;
  }
  const seen = new Set(kept.answers.filter(([name]) => name === "shown").map(([, value]) => value));
  for (const control of form.elements) {
    const question = /^q(\d+)/.exec(control.name);
    if (!question || !seen.has(question[1])) continue;
    const values = kept.answers.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
  changed();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

async function save() {
  if (sending || stopped || !pending) return;
  clearTimeout(timer);
  sending = true;
  pending = false;
  form.elements.count.value = String(Number(form.elements.count.value) + 1);
  say(form.dataset.saving, { late: true });
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true });
    await heard(answer);
  } catch {
    pending = true;
    if (!leaving) say(form.dataset.offline, { late: true });
    later();
  } finally {
    sending = false;
  }
  if (pending && !stopped && wait === FIRST_WAIT) save();
}

async function heard(answer) {
  if (answer.status === 409) {
    stopped = true;
    forget();
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
    if (!pending) forget();
    else keep();
    say(said);
  }
}

function changed() {
  if (stopped) return;
  pending = true;
  keep();
  if (!sending) save();
}

form.addEventListener("change", changed);

/* What is being typed waits for a pause; leaving the field, or the page, sends it at once. */
let typing = 0;
form.addEventListener("input", (event) => {
  if (event.target.type !== "text") return;
  keep();
  clearTimeout(typing);
  typing = setTimeout(changed, FIRST_WAIT);
});
addEventListener("online", () => {
  wait = FIRST_WAIT;
  save();
});
addEventListener("pagehide", () => {
  leaving = true;
});

/* The page's own buttons save too: they come after whatever was sent, with a higher count, and win. */
form.addEventListener("submit", () => {
  clearTimeout(timer);
  leaving = true;
  pending = false;
  form.elements.count.value = String(Number(form.elements.count.value) + 1);
});

restore();
