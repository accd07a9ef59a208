// Work pages: what all kinds share. Keys, dialogs, and the next task in place of the submitted one (submit.js). Without it the
// forms still post. What only one kind has is in a module that its template names; it adds the kind's keys to the page by teach().
import { citeOnly, guideline, ruleAt, showCited } from "./guideline.js";
import { nameOf, taught, typing } from "./keys.js";
import { tick } from "./lease.js";
import { letSubmit } from "./submit.js";
import { drop, resume, keepDraft, rest, saveNow, signedOut } from "./workdraft.js";

// Every task has a new form; everything that belongs to one task is initialised in begin().
let form = null;
const judge = document.querySelector("main.judge");

document.documentElement.classList.add("scripted");

// An empty queue checks again while somebody may be looking at it.
if (document.querySelector("[data-look-again]")) {
  setInterval(() => { if (!document.hidden) location.replace(location.pathname); }, 30_000);
}

// Called for each task that is on screen: first the page's, then those that replace it.
function begin() {
  form = document.getElementById("judgment");
  if (!form) return;
  // Without an assignment, as in a quiz, nothing is typed that a draft could keep.
  if (form.dataset.assignment) keepDraft(form);
  letSubmit(form, {
    begins: rest,
    stored: drop,
    swapped() {
      citeOnly(document.getElementById("judgment").dataset.cited);
      begin();
      tick();
      document.dispatchEvent(new Event("hone:task"));
    },
    ended: resume,
    signedOut,
  });
  showCited();
  rawAsBefore();
  form.querySelector("[aria-invalid=true]")?.focus();
}

// ── What buttons and keys do ──
export const press = (name, on) => document.querySelectorAll(`[data-do="${name}"][aria-pressed]`).forEach((b) => b.setAttribute("aria-pressed", on));

/** Without taking the focus: arrows and the space bar, which would change the focused element, scroll then. */
export function check(input) {
  if (!input || input.disabled) return false;
  input.checked = input.type === "checkbox" ? !input.checked : true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// Shows text as it was typed, including the prompt; the choice applies to the next tasks too.
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

function copyKept(event) {
  const button = event.target.closest("[data-do]");
  const text = document.getElementById("kept")?.innerText ?? "";
  navigator.clipboard?.writeText(text).then(() => { button.textContent = button.dataset.copied; });
}

function open(id, first) {
  document.getElementById(id)?.showModal();
  document.querySelector(first)?.focus();
}

const undoing = taught("undoing", { undo: () => document.getElementById("undo")?.requestSubmit() });
const work = taught("work", {
  submit: (event) => { if (!event.repeat) form.requestSubmit(); },
  save: saveNow,
  leave: () => false, // of a field: below, where somebody types
  why: () => document.getElementById("why")?.focus(),
  skip: () => open("skip", "#skip input[type=radio]"),
  ask: () => open("ask", "#question"),
  guideline,
  haveRead: () => { if (document.getElementById("unread")) document.getElementById("read-guideline").requestSubmit(); },
  raw,
  cite: (event) => { check(ruleAt(event.key)); },
  today: () => { location.href = "/home"; },
  close: (event) => event.target.closest("dialog").close(),
  copy: copyKept,
});
const skipping = taught("skipping", {
  submit: () => document.getElementById("skip-form").requestSubmit(),
  reason(event) {
    const reason = document.querySelectorAll("#skip input[type=radio]")[event.key - 1];
    reason.checked = true;
    if (reason.value === "other") document.getElementById("skip-note").focus();
    else document.getElementById("skip-form").requestSubmit();
  },
});
const asking = taught("asking", { submit: () => document.getElementById("ask-form").requestSubmit() });

// A kind's own keys come before those of all kinds.
const own = [];

/** What only one kind of work has: its keys, and what its buttons do (data-do). */
export function teach(map, acts) {
  own.push(taught(map, acts));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-hide-guideline]")) guideline();
  const button = event.target.closest("[data-do]");
  if (!button) return;
  event.preventDefault();
  [...own, work].find(({ acts }) => acts[button.dataset.do])?.acts[button.dataset.do](event);
});

// ── Keys ──
function scroller(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

let prefix = "";
const UP_AND_DOWN = { ArrowUp: -1, ArrowDown: 1 };
const done = (event) => event.preventDefault();

function inDialog(event, key) {
  const keys = document.getElementById("skip")?.open ? skipping : document.getElementById("ask")?.open ? asking : null;
  if (!keys || (typing(event.target) && !key.startsWith("Ctrl+"))) return;
  if (keys.press(key, event)) done(event);
}

document.addEventListener("keydown", (event) => {
  const key = nameOf(event);
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (document.querySelector("dialog[open]")) { inDialog(event, key); return; }
  // A key that is held down, or pressed while a judgment is being sent, was meant for the previous task.
  if (form?.hasAttribute("aria-busy")) { done(event); return; }
  if (form && (event.ctrlKey || event.metaKey)) {
    if (work.press(key, event)) done(event);
    return;
  }
  if (typing(event.target)) {
    if (key === "Escape") event.target.blur();
    return;
  }
  if (!judge) { undoing.press(key, event); return; }

  const was = prefix;
  prefix = "";
  if (was && work.press(`${was} ${key}`, event)) { done(event); return; }
  if (own.some((keys) => keys.press(key, event))) { done(event); return; }
  // Browsers would choose the next step of a focused scale; ↑ and ↓ scroll everywhere, ← and → choose.
  if (!modified && UP_AND_DOWN[key] && event.target.matches("input[type=radio]")) {
    done(event);
    scroller(event.target).scrollBy({ top: UP_AND_DOWN[key] * 40 });
    return;
  }
  if (key === "g") { done(event); prefix = "g"; return; }
  if (work.press(key, event) || undoing.press(key, event)) done(event);
});

begin();
tick();
