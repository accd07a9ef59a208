// What is typed into a form and not sent is kept: in this browser at once, with Hone a second later, and it is there again when
// the person returns. A form takes part by data-draft, the path that names it. Without this script the forms still post.
import { when } from "./clock.js";

const SECOND = 1000;
const BEACON_MAX = 60_000; // browsers refuse more while a page is being left; the copy in this browser then has to do

/** This open page, even after it is reloaded: it may overwrite its own text. */
export const writer = (() => {
  const fresh = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  try {
    const known = sessionStorage.getItem("hone.writer") ?? fresh;
    sessionStorage.setItem("hone.writer", known);
    return known;
  } catch { return fresh; }
})();

const copies = {
  key: (place) => `hone.text.${place}`,
  read(place) { try { return JSON.parse(localStorage.getItem(this.key(place))); } catch { return null; } },
  write(place, copy) { try { localStorage.setItem(this.key(place), JSON.stringify({ ...copy, at: Date.now() })); } catch { /* full: the server has it */ } },
  drop(place) { try { localStorage.removeItem(this.key(place)); } catch { /* nothing to drop */ } },
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

/** Two texts for one place: both are shown, and their writer decides. Returns the box. */
export function bothTexts(line, theirs, savedAt, take, keep) {
  const box = document.createElement("div");
  box.className = "banner warn other-text";
  box.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = line.dataset.other.replace("#", when(savedAt));
  const text = document.createElement("pre");
  text.className = "code";
  text.tabIndex = 0;
  text.dir = "auto";
  text.textContent = theirs;
  const acts = document.createElement("div");
  acts.className = "acts";
  const after = (act) => () => { box.remove(); act(); };
  acts.append(button(line.dataset.takeOther, after(take)), button(line.dataset.keepMine, after(keep)));
  box.append(said, text, acts);
  const place = line.closest?.("form")?.querySelector("[data-two-texts]"); // where the line stands among buttons
  if (place) place.append(box);
  else line.after(box);
  return box;
}

/** The texts of several fields as one, for reading. */
export const readable = (fields) => Object.values(fields).flat().filter((value) => /\S/.test(value)).join("\n\n");

const forms = new Map(); // form → its draft

class Draft {
  version = 0;
  dirty = false;
  stopped = false; // sent, or two texts wait for a decision
  sending = Promise.resolve();
  #timer = 0;

  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-draft-line]");
    this.state = this.line.querySelector(".state");
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("change", (event) => this.changed(event));
    form.addEventListener("submit", (event) => this.sent(event), true);
    form.addEventListener("draft:on", () => { this.stopped = false; }); // a page that sends by itself stays
  }

  get place() { return this.form.dataset.draft; }

  /** The fields that people type into, and those marked as belonging to them. */
  *elements() {
    for (const element of this.form.elements) {
      if (!element.name || element.type === "password" || element.type === "file" || element.name === "csrf-token") continue;
      if (element.type === "hidden" ? !element.hasAttribute("data-draft-field") : !element.matches("input, textarea, select")) continue;
      if (!["submit", "button", "image", "reset"].includes(element.type)) yield element;
    }
  }

  /** What differs from the page as it came, with the text it was typed over. Empty if nothing was typed. */
  fields() {
    const now = {}, page = {}, always = new Set();
    for (const e of this.elements()) {
      now[e.name] ??= [];
      page[e.name] ??= [];
      if (e.type === "hidden") always.add(e.name);
      if (e.type === "checkbox" || e.type === "radio") {
        if (e.checked) now[e.name].push(e.value);
        if (e.defaultChecked) page[e.name].push(e.value);
      } else if (e.matches("select")) {
        now[e.name].push(e.value);
        page[e.name].push([...e.options].find((o) => o.defaultSelected)?.value ?? e.options[0]?.value);
      } else {
        now[e.name].push(e.value);
        page[e.name].push(e.defaultValue);
      }
    }
    const typed = this.form.hasAttribute("data-draft-typed");
    const differs = (name) => typed || JSON.stringify(now[name]) !== JSON.stringify(page[name]);
    const names = Object.keys(now);
    if (!names.some((name) => !always.has(name) && differs(name))) return {};
    return Object.fromEntries(names.filter((name) => always.has(name) || differs(name)).map((name) => [name, now[name]]));
  }

  fill(fields) {
    for (const e of this.elements()) {
      const values = fields[e.name];
      if (!values) continue;
      if (e.type === "checkbox" || e.type === "radio") e.checked = values.includes(e.value);
      else if (values.length) e.value = values[0];
      if (e.matches("textarea")) e.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "draft" }));
    }
  }

  reset() {
    for (const e of this.elements()) {
      if (e.type === "checkbox" || e.type === "radio") e.checked = e.defaultChecked;
      else if (e.matches("select")) [...e.options].forEach((o) => { o.selected = o.defaultSelected; });
      else e.value = e.defaultValue;
      if (e.matches("textarea")) e.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "draft" }));
    }
  }

  say(kind, time) {
    const words = this.line.dataset;
    this.state.className = `state ${{ typing: "idle", saving: "busy", saved: "", back: "", failed: "lost", signedOut: "lost", none: "idle" }[kind]}`;
    this.state.textContent = kind === "none" ? "" : (words[kind] ?? "").replace("#", time ? when(time) : "");
    // What the page said about the original text no longer holds once something else is typed.
    this.form.querySelectorAll("[data-draft-before]").forEach((before) => { before.hidden = kind !== "none"; });
    this.line.querySelectorAll("button").forEach((b) => b.remove());
    if (kind === "failed") this.line.append(button(words.retry, () => this.save()));
    if (kind === "back") this.line.append(button(words.discard, () => this.discard()));
  }

  changed(event) {
    if (event.detail === "draft" || this.stopped) return;
    this.dirty = true;
    this.touched = true;
    copies.write(this.place, { fields: this.fields(), version: this.version, writer, dirty: true });
    this.say("typing");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SECOND);
  }

  save() {
    clearTimeout(this.#timer);
    if (!this.dirty || this.stopped) return this.sending;
    this.dirty = false;
    this.sending = this.sending.then(() => this.#send({}));
    return this.sending;
  }

  /** The page is being left: save now, not after the current request. */
  leave() {
    if (!this.dirty || this.stopped) return;
    clearTimeout(this.#timer);
    const body = this.#body(this.fields());
    if (body.toString().length < BEACON_MAX) this.#send({ keepalive: true });
  }

  #body(fields) {
    const token = this.form.querySelector('input[name="csrf-token"]');
    return new URLSearchParams({ "csrf-token": token?.value ?? "", place: this.place, version: this.version, writer,
      fields: Object.keys(fields).length ? JSON.stringify(fields) : "" });
  }

  async #send(options) {
    const place = this.place, fields = this.fields(), empty = Object.keys(fields).length === 0;
    this.say("saving");
    try {
      const answer = await fetch("/drafts", { method: "POST", body: this.#body(fields), redirect: "manual",
        headers: { Accept: "application/json", "X-Requested-With": "JavaScript" }, ...options });
      if ([401, 499].includes(answer.status) || answer.type === "opaqueredirect") { this.dirty = true; return this.say("signedOut"); }
      if (answer.status === 409) return this.decide(await answer.json());
      if (!answer.ok) throw new Error(`${answer.status}`);
      const saved = await answer.json();
      this.version = saved.version;
      if (this.stopped) return undefined;
      if (empty) copies.drop(place);
      else if (!this.dirty) copies.write(place, { fields, version: saved.version, writer, dirty: false });
      if (this.dirty) return this.say("typing");
      return empty ? this.say("none") : this.say("saved", saved.savedAt);
    } catch {
      if (this.stopped) return undefined;
      this.dirty = true;
      this.say("failed");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.save(), 15 * SECOND);
      return undefined;
    }
  }

  decide(theirs) {
    this.dirty = true;
    this.stopped = true;
    this.say("typing");
    const go = () => { this.version = theirs.version; this.stopped = false; this.dirty = true; this.save(); };
    // What was typed, in the order of the page; nobody typed the hidden fields.
    const typed = {};
    for (const e of this.elements()) if (e.type !== "hidden" && theirs.fields[e.name]) typed[e.name] = theirs.fields[e.name];
    bothTexts(this.line, readable(typed), theirs.savedAt, () => { this.fill(theirs.fields); go(); }, go);
  }

  discard() {
    const fields = this.fields();
    this.reset();
    this.dirty = true;
    this.save();
    const back = button(this.line.dataset.putBack, () => { back.remove(); this.fill(fields); this.dirty = true; this.save(); });
    this.sending.then(() => { if (!this.dirty) this.line.append(back); });
  }

  /** The form is submitted: its address names the draft, so that the draft is deleted if the form is accepted. */
  sent(event) {
    clearTimeout(this.#timer);
    this.stopped = true;
    const named = (address) => {
      const url = new URL(address, location.href);
      url.searchParams.set("draft", this.place);
      url.searchParams.set("draft-version", this.version);
      url.searchParams.set("draft-writer", writer);
      return url.pathname + url.search;
    };
    this.form.setAttribute("action", named(this.form.getAttribute("action")));
    const by = event.submitter;
    if (by?.hasAttribute("formaction")) by.setAttribute("formaction", named(by.getAttribute("formaction")));
    const fields = this.fields();
    if (Object.keys(fields).length) copies.write(this.place, { fields, version: this.version, writer, dirty: true });
  }

  /** Sent, here or in another window. */
  gone() {
    this.version = 0;
    if (Object.keys(this.fields()).length === 0) { this.dirty = false; this.say("none"); }
  }

  async restore() {
    const copy = copies.read(this.place);
    if (this.form.hasAttribute("data-draft-typed")) { this.dirty = true; this.version = copy?.version ?? 0; this.save(); return; }
    let saved = null;
    try {
      const places = await known();
      if (places.some((p) => p.place === this.place)) {
        const answer = await fetch(`/drafts/text?place=${encodeURIComponent(this.place)}`, { headers: { Accept: "application/json" }, redirect: "manual" });
        if (answer.status === 200) saved = await answer.json();
      }
    } catch { /* only the copy in this browser exists */ }
    const mine = copy && (copy.dirty || !known.asked) ? copy : null;
    if (copy && !mine && !saved) copies.drop(this.place);
    if (!mine && !saved) return;
    const same = mine && saved && (saved.version === mine.version || saved.writer === mine.writer);
    this.version = saved && (same || !mine) ? saved.version : mine?.version ?? 0;
    if (this.touched) { if (saved && saved.writer !== writer) this.decide(saved); return; }
    const fields = (mine ?? saved).fields;
    this.fill(fields);
    if (Object.keys(this.fields()).length === 0) return;
    this.say("back", mine ? mine.at : saved.savedAt);
    if (!mine) return;
    if (saved && !same && JSON.stringify(saved.fields) !== JSON.stringify(fields)) { this.decide(saved); return; }
    const back = () => this.say("back", Date.now());
    this.dirty = true;
    this.save().then(() => { if (!this.dirty && !this.stopped) back(); });
  }
}

/** All places where this person has unsent text, requested once per page. */
function known() {
  known.asked ??= fetch("/drafts", { headers: { Accept: "application/json" }, redirect: "manual" })
    .then((answer) => { if (!answer.ok) throw new Error(`${answer.status}`); return answer.json(); })
    .catch((error) => { known.asked = null; throw error; });
  return known.asked;
}

// Once the server has accepted a text, its copy in this browser is deleted, unless something was typed since.
function forget() {
  const sent = document.cookie.split("; ").find((one) => one.startsWith("hone-sent="));
  if (!sent) return;
  document.cookie = "hone-sent=; path=/; max-age=0; samesite=lax";
  const place = sent.slice("hone-sent=".length);
  const draft = [...forms.values()].find((one) => one.place === place);
  if (draft && !draft.stopped && Object.keys(draft.fields()).length) { draft.version = 0; return; }
  copies.drop(place);
  draft?.gone();
}

function watch(form) {
  if (forms.has(form) || !form.querySelector("[data-draft-line]")) return;
  const draft = new Draft(form);
  forms.set(form, draft);
  // A part that nobody has opened yet requests its text when it is opened.
  if (!form.closest("dialog, details:not([open])")) { draft.restore(); return; }
  form.addEventListener("focusin", () => draft.restore(), { once: true });
}

function look() {
  forget();
  for (const form of forms.keys()) if (!form.isConnected) forms.delete(form);
  document.querySelectorAll("form[data-draft]").forEach(watch);
}

look();
document.addEventListener("htmx:configRequest", (event) => {
  const draft = forms.get(event.detail.elt);
  if (draft) event.detail.path = draft.form.getAttribute("action");
});
document.addEventListener("htmx:afterSettle", look);
document.addEventListener("hone:task", look); // another task has taken the place of the one on the page, with forms of its own
document.addEventListener("hone:forms", look);
document.addEventListener("htmx:responseError", (event) => {
  const draft = forms.get(event.detail.elt);
  if (draft) { draft.stopped = false; draft.dirty = true; draft.say("failed"); }
});
document.addEventListener("draft:sent", forget);
addEventListener("pagehide", () => forms.forEach((draft) => draft.leave()));
document.addEventListener("visibilitychange", () => { if (document.hidden) forms.forEach((draft) => draft.leave()); });
addEventListener("pageshow", (event) => { if (event.persisted) { forms.forEach((draft) => { draft.stopped = false; }); look(); } });
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  const draft = forms.get(event.target.closest?.("form[data-draft]"));
  if (draft) { event.preventDefault(); draft.dirty = true; draft.save(); }
});
