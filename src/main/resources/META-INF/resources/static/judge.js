// Pages of work: keys, drafts, the lease line, and the next task in the place of the one submitted (submit.js). Without it the
// forms still post. What one kind of work alone has is in a module that its template names; it hears of keys by hone:key.
import { markOnly, unmark } from "./diff.js";
import { bothTexts, writer } from "./drafts.js";
import { letSubmit } from "./submit.js";

// The form is another one with every task; all that belongs to one task is begun anew in begin().
let form = null;
const judge = document.querySelector("main.judge");
const typing = (element) => element?.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const clock = (date) => date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }); // as the server writes times

document.documentElement.classList.add("scripted");

// An empty queue looks again while somebody may be looking at it.
if (document.querySelector("[data-look-again]")) {
  setInterval(() => { if (!document.hidden) location.replace(location.pathname); }, 30_000);
}

// ── What is typed is never lost: in this browser at once, on the server a second later ──
// Whatever a kind of work asks for: all fields of the form but those that nobody types or chooses.
const fields = () => [...form.elements].filter((element) => element.name && !["hidden", "submit", "button"].includes(element.type));
const store = {
  get key() { return `hone.draft.${form?.dataset.assignment}`; },
  read() { try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; } },
  write(fields) { try { localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields })); } catch { /* full: the server has it */ } },
  drop() { try { localStorage.removeItem(this.key); } catch { /* nothing to drop */ } },
};
const typed = () => {
  const names = new Set(fields().map((element) => element.name));
  return [...new FormData(form)].filter(([name]) => names.has(name));
};

function fill(pairs) {
  for (const element of fields()) {
    const values = pairs.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
    else if (values.length) element.value = values[0];
  }
}

let timer = 0;
let sending = Promise.resolve();
let dirty = false;
let submitting = false;

function say(kind, date) {
  const line = document.getElementById("saved");
  if (!line) return;
  line.className = `state push ${{ typing: "idle", saving: "busy", saved: "", failed: "lost" }[kind]}`;
  line.textContent = kind === "saved" ? `${line.dataset.saved} ${clock(date)}` : line.dataset[kind];
}

function changed() {
  if (submitting) return;
  dirty = true;
  store.write(typed());
  say("typing");
  clearTimeout(timer);
  timer = setTimeout(save, 1000);
}

function save() {
  clearTimeout(timer);
  if (!dirty || submitting) return sending;
  dirty = false;
  sending = sending.then(() => send({}));
  return sending;
}

async function send(options) {
  const sent = form;
  try {
    say("saving");
    const body = new URLSearchParams(new FormData(form));
    body.set("known", form.dataset.savedAt);
    body.set("writer", writer);
    const answer = await fetch(`${form.getAttribute("action")}/draft`, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "JavaScript" },
      redirect: "manual",
      ...options,
    });
    if (sent !== form || submitting) return; // what it says is of a task that has gone
    if ([401, 499].includes(answer.status) || answer.type === "opaqueredirect") return signedOut();
    if (answer.status === 409) {
      const other = await answer.json();
      if (other.fields) return otherText(other);
    }
    if (!answer.ok) throw new Error(`${answer.status}`);
    const draft = await answer.json();
    form.dataset.savedAt = draft.savedAt;
    say("saved", new Date(draft.savedAt));
    document.getElementById("signed-out").hidden = true;
    document.getElementById("removed").hidden = draft.member !== false;
    if (draft.leaseUntil) lease(draft.leaseUntil);
  } catch {
    if (sent !== form || submitting) return;
    say("failed");
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 15_000);
  }
}

// Another window of the same person has saved something else: nothing is written over it until they say so.
function otherText({ savedAt, fields: theirs }) {
  submitting = true;
  say("failed");
  const line = document.getElementById("saved");
  const pairs = Object.entries(theirs).flatMap(([name, values]) => values.map((value) => [name, value]));
  const inWords = pairs.map(([name, value]) => {
    const label = document.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`)?.closest("label");
    return label ? (label.querySelector(".word") ?? label).textContent.trim() : value;
  }).join("\n\n");
  const goOn = () => { submitting = false; form.dataset.savedAt = savedAt; dirty = true; store.write(typed()); save(); };
  const take = () => {
    for (const element of fields()) if (typing(element)) element.value = "";
    fill(pairs);
    goOn();
  };
  bothTexts({ dataset: line.dataset, after: (box) => form.querySelector(".dock").prepend(box) }, inWords, savedAt, take, goOn);
}

function signedOut() {
  say("failed");
  dirty = true;
  document.getElementById("signed-out").hidden = false;
}

// With each task that is on screen: at first the page's, then those that come in its place.
function begin() {
  form = document.getElementById("judgment");
  if (!form) return;
  dirty = submitting = false;
  clearTimeout(timer);
  // A copy here that is newer than the server's was typed after the connection or the session had gone.
  const copy = store.read();
  const savedAt = Date.parse(form.dataset.savedAt) || 0;
  const invalid = form.querySelector("[aria-invalid=true]");
  const undone = ["undone", "taken-back"].includes(form.dataset.notice);
  if (copy && copy.at > savedAt + 1000 && !invalid && !undone) {
    fill(copy.fields);
    dirty = true;
    save();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  letSubmit(form, {
    begins() { store.write(typed()); submitting = true; clearTimeout(timer); },
    stored() { store.drop(); },
    swapped() {
      const next = document.getElementById("judgment");
      cites(next.dataset.cited);
      begin();
      tick();
      document.dispatchEvent(new Event("hone:task"));
    },
    ended() { submitting = false; },
    signedOut() { submitting = false; signedOut(); },
  });
  cited();
  rawAsBefore();
  if (invalid) invalid.focus();
}
document.addEventListener("change", (event) => { if (event.target.form === form && form && !form.contains(event.target)) changed(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden && dirty && !submitting) { dirty = false; send({ keepalive: true }); }
});
window.addEventListener("pageshow", (event) => { if (event.persisted) submitting = false; });

// ── Lease ──
function lease(until) {
  const line = document.getElementById("lease");
  if (line) { line.dataset.until = until; tick(); }
}
function tick() {
  const leaseLine = document.getElementById("lease");
  if (!leaseLine?.dataset.until) return;
  const left = Math.floor((new Date(leaseLine.dataset.until) - Date.now()) / 60_000);
  leaseLine.classList.toggle("warn", left < 5 && left >= 0);
  leaseLine.classList.toggle("lost", left < 0);
  const minutes = document.getElementById("lease-minutes");
  if (left < 0) leaseLine.textContent = leaseLine.dataset.ended;
  else if (minutes) minutes.textContent = minutes.textContent.replace(/\d+/, left);
}
setInterval(tick, 15_000);

// ── What buttons and keys do ──
const press = (name, on) => document.querySelectorAll(`[data-do="${name}"][aria-pressed]`).forEach((b) => b.setAttribute("aria-pressed", on));
const cards = () => document.querySelector(".answers");
const proses = () => [...document.querySelectorAll(".answers .answer > .prose")];

function differences() {
  const [one, other] = proses();
  if (!other) return;
  const answers = cards();
  const on = !answers.classList.contains("marked");
  if (on) answers.classList.toggle("marked", markOnly(one, other));
  else { answers.classList.remove("marked"); unmark(one); unmark(other); }
  press("differences", answers.classList.contains("marked"));
}

function together() {
  if (cards()) press("together", cards().classList.toggle("together"));
}
document.addEventListener("scroll", (event) => {
  const pane = event.target;
  const answers = cards();
  if (!answers?.classList.contains("together") || !(pane instanceof Element) || !pane.matches(".answer > :is(.prose, .raw)")) return;
  const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
  for (const other of answers.querySelectorAll(".answer > :is(.prose, .raw):not([hidden])")) {
    if (other !== pane) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
  }
}, true);

// As it was typed, the prompt too; a choice that stays for the next tasks.
function raw() {
  const on = document.querySelector(".raw")?.hidden ?? false;
  showRaw(on);
  try { localStorage.setItem("hone.raw", on ? "on" : "off"); } catch { /* for this task only */ }
}
function showRaw(on) {
  document.querySelectorAll(".prose + .raw").forEach((text) => {
    text.hidden = !on;
    text.previousElementSibling.hidden = on;
  });
  press("raw", on);
}
function rawAsBefore() { try { if (localStorage.getItem("hone.raw") === "on") showRaw(true); } catch { /* rendered then */ } }

// Full width: A alone, B alone, both again. A button shows its own answer.
function widen(button) {
  const answers = cards();
  if (!answers) return;
  const all = [...answers.children];
  const shown = all.filter((card) => !card.hidden);
  const alone = shown.length === 1 ? all.indexOf(shown[0]) : -1;
  const wanted = button ? all.indexOf(button.closest(".answer")) : alone + 1;
  const both = button ? alone === wanted : wanted >= all.length;
  all.forEach((card, at) => { card.hidden = !both && at !== wanted; });
  answers.classList.toggle("one", !both);
  all.forEach((card, at) => card.querySelector('[data-do="widen"]')?.setAttribute("aria-pressed", !both && at === wanted));
}

const remembered = "hone.guideline";
function guideline() {
  const closed = judge.dataset.drawer !== "closed";
  if (matchMedia("(width < 68rem)").matches) {
    document.getElementById("guideline").scrollIntoView();
    return;
  }
  judge.dataset.drawer = closed ? "closed" : "open";
  try { localStorage.setItem(remembered, judge.dataset.drawer); } catch { /* not remembered then */ }
}
if (judge && judge.dataset.guideline !== "fresh") {
  try { judge.dataset.drawer = localStorage.getItem(remembered) ?? "open"; } catch { /* open */ }
}

function cited() {
  const place = document.getElementById("cited");
  if (!place) return;
  const rules = [...document.querySelectorAll("input[name=rule]:checked")].map((box) => {
    const chip = document.createElement("span");
    chip.className = "rule on";
    chip.textContent = box.value;
    return chip;
  });
  if (rules.length) place.replaceChildren(...rules);
  else { place.textContent = place.dataset.none; }
  place.className = rules.length ? "" : "quiet";
}
document.addEventListener("change", (event) => { if (event.target.name === "rule") cited(); });

// The boxes stand beside the guideline, which stays when the task changes.
function cites(rules) {
  const those = rules.split(" ");
  document.querySelectorAll("input[name=rule]").forEach((box) => { box.checked = those.includes(box.value); });
}

// Without taking the focus: arrows and the space bar, which change what has it, are for scrolling then.
function check(input) {
  if (!input || input.disabled) return false;
  input.checked = input.type === "checkbox" ? !input.checked : true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function copyKept(button) {
  const text = document.getElementById("kept")?.innerText ?? "";
  navigator.clipboard?.writeText(text).then(() => { button.textContent = button.dataset.copied; });
}

const open = (id) => document.getElementById(id)?.showModal();
const actions = {
  differences, together, raw, guideline,
  widen: (button) => widen(button),
  skip: () => { open("skip"); document.querySelector("#skip input[type=radio]")?.focus(); },
  ask: () => { open("ask"); document.getElementById("question")?.focus(); },
  close: (button) => button.closest("dialog").close(),
  copy: copyKept,
};
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-hide-guideline]")) guideline();
  const button = event.target.closest("[data-do]");
  if (!button) return;
  event.preventDefault();
  actions[button.dataset.do]?.(button);
});

// ── Keys ──
const onItsWay = () => form?.hasAttribute("aria-busy") ?? false;
function scroller(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

let prefix = "";
const UP_AND_DOWN = { ArrowUp: -1, ArrowDown: 1 };

document.addEventListener("keydown", (event) => {
  const submitKeys = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const skipDialog = document.getElementById("skip");
  if (skipDialog?.open) {
    if (submitKeys) { event.preventDefault(); document.getElementById("skip-form").requestSubmit(); }
    else if (/^[1-5]$/.test(event.key) && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const reasons = skipDialog.querySelectorAll("input[type=radio]");
      reasons[event.key - 1].checked = true;
      if (reasons[event.key - 1].value === "other") document.getElementById("skip-note").focus();
      else document.getElementById("skip-form").requestSubmit();
    }
    return;
  }
  if (submitKeys && document.getElementById("ask")?.open) { event.preventDefault(); document.getElementById("ask-form").requestSubmit(); return; }
  if (document.querySelector("dialog[open]")) return;
  // A key that is held down, or pressed while a judgment is on its way, was meant for the task that is going.
  if (submitKeys && form) { event.preventDefault(); if (!event.repeat && !onItsWay()) form.requestSubmit(); return; }
  if (onItsWay()) { event.preventDefault(); return; }
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && form) { event.preventDefault(); dirty = true; store.write(typed()); save(); return; }
  if (event.key === "u" && !judge && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) { document.getElementById("undo")?.requestSubmit(); return; }
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !judge) return;

  // Browsers would choose the next step of a scale that has the focus; ↑ and ↓ scroll everywhere, ← and → choose.
  if (UP_AND_DOWN[event.key] && event.target.matches("input[type=radio]")) {
    event.preventDefault();
    scroller(event.target).scrollBy({ top: UP_AND_DOWN[event.key] * 40 });
    return;
  }

  const was = prefix;
  prefix = "";
  if (was === "g") {
    if (event.key === "h") { location.href = "/home"; return; }
    if (/^[1-9]$/.test(event.key)) { event.preventDefault(); check(document.querySelectorAll("input[name=rule]")[event.key - 1]); return; }
  }
  // What the kind's own module takes is done with.
  const own = new CustomEvent("hone:key", { cancelable: true, detail: { event, form, check } });
  if (!document.dispatchEvent(own)) { event.preventDefault(); return; }
  const keys = {
    d: differences, y: together, v: raw, w: () => widen(null), h: guideline, s: actions.skip, f: actions.ask,
    r: () => document.getElementById("why")?.focus(),
    g: () => { prefix = "g"; },
    i: () => { if (document.getElementById("unread")) document.getElementById("read-guideline").requestSubmit(); },
    u: () => document.getElementById("undo")?.requestSubmit(),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

begin();
tick();
