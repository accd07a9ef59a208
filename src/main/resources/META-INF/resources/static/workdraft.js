// What is typed into a task is never lost: it is in this browser at once, on the server a second later. Saving also renews the lease.
import { clock } from "./clock.js";
import { bothTexts, writer } from "./drafts.js";
import { typing } from "./keys.js";
import { holdUntil } from "./lease.js";

const SECOND = 1000;
// Every task has a new form.
let form = null;
let timer = 0;
let sending = Promise.resolve();
let dirty = false;
let resting = false; // a judgment is on its way, or two texts wait for a decision

// Everything that a kind of work asks for: all fields of the form that people type or choose.
const fields = () => [...form.elements].filter((element) => element.name && !["hidden", "submit", "button"].includes(element.type));
const copy = {
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

function say(kind, date) {
  const line = document.getElementById("saved");
  if (!line) return;
  line.className = `state push ${{ typing: "idle", saving: "busy", saved: "", failed: "lost" }[kind]}`;
  line.textContent = kind === "saved" ? `${line.dataset.saved} ${clock(date)}` : line.dataset[kind];
}

function changed() {
  if (resting) return;
  dirty = true;
  copy.write(typed());
  say("typing");
  clearTimeout(timer);
  timer = setTimeout(save, SECOND);
}

function save() {
  clearTimeout(timer);
  if (!form || !dirty || resting) return sending;
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
    if (sent !== form || resting) return; // what it says is of a task that has gone
    if ([401, 499].includes(answer.status) || answer.type === "opaqueredirect") { signedOut(); return; }
    if (answer.status === 409) {
      const other = await answer.json();
      if (other.fields) { otherText(other); return; }
    }
    if (!answer.ok) throw new Error(`${answer.status}`);
    const draft = await answer.json();
    form.dataset.savedAt = draft.savedAt;
    say("saved", new Date(draft.savedAt));
    document.getElementById("signed-out").hidden = true;
    document.getElementById("removed").hidden = draft.member !== false;
    if (draft.leaseUntil) holdUntil(draft.leaseUntil);
  } catch {
    if (sent !== form || resting) return;
    say("failed");
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 15 * SECOND);
  }
}

// Another window of the same person has saved something else: nothing is overwritten until they say so.
function otherText({ savedAt, fields: theirs }) {
  resting = true;
  say("failed");
  const line = document.getElementById("saved");
  const pairs = Object.entries(theirs).flatMap(([name, values]) => values.map((value) => [name, value]));
  const inWords = pairs.map(([name, value]) => {
    const label = document.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`)?.closest("label");
    return label ? (label.querySelector(".word") ?? label).textContent.trim() : value;
  }).join("\n\n");
  const resume = () => { resting = false; form.dataset.savedAt = savedAt; dirty = true; copy.write(typed()); save(); };
  const take = () => {
    for (const element of fields()) if (typing(element)) element.value = "";
    fill(pairs);
    resume();
  };
  bothTexts({ dataset: line.dataset, after: (box) => form.querySelector(".dock").prepend(box) }, inWords, savedAt, take, resume);
}

/** Nobody is signed in any more: what was typed is kept here until somebody is. */
export function signedOut() {
  resting = false;
  say("failed");
  dirty = Boolean(form);
  document.getElementById("signed-out").hidden = false;
}

/** For the task that is on screen now. */
export function keepDraft(task) {
  form = task;
  dirty = resting = false;
  clearTimeout(timer);
  // A copy here that is newer than the server's was typed after the connection or the session had ended.
  const kept = copy.read();
  const savedAt = Date.parse(form.dataset.savedAt) || 0;
  const invalid = form.querySelector("[aria-invalid=true]");
  const undone = ["undone", "taken-back"].includes(form.dataset.notice);
  if (kept && kept.at > savedAt + SECOND && !invalid && !undone) {
    fill(kept.fields);
    dirty = true;
    save();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
}

/** Now, not in a second. */
export function saveNow() {
  if (!form) return;
  dirty = true;
  copy.write(typed());
  save();
}

/** The judgment is being sent with everything that was typed. */
export function rest() {
  if (!form) return;
  copy.write(typed());
  resting = true;
  clearTimeout(timer);
}

/** It did not arrive. */
export const resume = () => { resting = false; };

/** It is stored, so the copy in this browser is no longer needed. */
export const drop = () => copy.drop();

document.addEventListener("change", (event) => { if (event.target.form === form && form && !form.contains(event.target)) changed(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden && dirty && !resting) { dirty = false; send({ keepalive: true }); }
});
window.addEventListener("pageshow", (event) => { if (event.persisted) resting = false; });
