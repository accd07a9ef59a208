// What every page needs. Without it everything still works, with the forms' own buttons.
import { nameOf, taught, typing } from "./keys.js";

// The day that “today” means is this browser's (LocalDay).
try {
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  document.cookie = `hone-zone=${zone}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
} catch { /* UTC then */ }

// On a narrow screen the navigation is one line that scrolls: start at the current page.
const here = document.querySelector(".nav [aria-current]");
if (here) {
  const nav = here.closest(".nav"), at = here.getBoundingClientRect(), all = nav.getBoundingClientRect();
  nav.scrollLeft += at.left + at.width / 2 - all.left - all.width / 2;
}

// When the session has ended, every request of a script is answered 499: the page says so and scripts send no more. What was typed
// stays, and the page continues when its reader returns after signing in elsewhere.
const SIGNED_OUT = [401, 499];
const signedOutNotice = () => document.getElementById("signed-out"); // a page may put another in its place
const tellSignedOut = () => {
  const notice = signedOutNotice();
  if (!notice?.hidden) return;
  notice.hidden = false;
  document.dispatchEvent(new Event("hone:signed-out"));
};
const ask = window.fetch.bind(window);
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  if (SIGNED_OUT.includes(answer.status)) tellSignedOut();
  return answer;
};
document.addEventListener("htmx:responseError", (event) => {
  if (SIGNED_OUT.includes(event.detail.xhr.status)) tellSignedOut();
});
document.addEventListener("visibilitychange", async () => {
  const notice = signedOutNotice();
  if (document.hidden || !notice || notice.hidden) return;
  const answer = await ask("/keys").catch(() => null);
  if (!answer?.ok) return;
  notice.hidden = true;
  document.dispatchEvent(new Event("hone:signed-in"));
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});

// What is said of a line of a text leads to the line.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const text = link && document.getElementById(link.hash.slice(1));
  if (!text) return;
  event.preventDefault();
  const lines = text.value.split("\n"), at = Math.min(Number(link.dataset.line), lines.length) - 1;
  const from = lines.slice(0, at).reduce((before, line) => before + line.length + 1, 0);
  text.focus();
  text.setSelectionRange(from, from + lines[at].length);
});

// "?" opens the list of keys, unless somebody is typing.
const everywhere = taught("everywhere", {
  keys() {
    const list = document.querySelector("dialog#keys");
    if (list) list.showModal();
    else location.href = "/keys";
  },
});
document.addEventListener("keydown", (event) => { if (!typing(event.target)) everywhere.press(nameOf(event), event); });
