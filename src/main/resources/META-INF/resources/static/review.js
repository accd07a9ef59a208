// Deciding about others’ judgments with one key: the letters on the buttons press them. Ctrl+Enter sends the open form of a fix.
import { nameOf, taught, typing } from "./keys.js";

const form = () => document.getElementById("decision");
const press = (value) => {
  const button = form()?.querySelector(`button[name=do][value="${value}"]`);
  button?.click();
  return Boolean(button);
};

// A reason is asked for before it is sent: the first “r” leads into it, and a reason that is there is sent.
function giveBack() {
  const reason = form()?.querySelector("#reason");
  if (!reason) return false;
  if (reason.value.trim()) return press("return");
  reason.focus();
  return true;
}

const reviewing = taught("reviewing", {
  accept: () => press("accept"),
  fix: () => press("fix"),
  giveBack,
  reject: () => press("reject"),
});
const follow = (what) => () => { document.querySelector(`[data-do="${what}"]`)?.click(); };
const quarantine = taught("quarantine", {
  release: () => press("release"),
  keepOut: () => press("keep"),
  whole: follow("whole"),
  later: follow("later"),
});
const settling = taught("settling", {
  adopt: (event) => {
    const button = form()?.querySelectorAll('button[value^="adopt-"]')[event.key - 1];
    button?.click();
    return Boolean(button);
  },
  leave: () => press("leave"),
  later: follow("later"),
});

document.addEventListener("keydown", (event) => {
  const key = nameOf(event);
  if (key === "Ctrl+Enter" && form()) {
    event.preventDefault();
    const comment = event.target.closest("#comments form");
    if (comment) { comment.requestSubmit(); return; }
    const reason = event.target.id === "reason" && form().querySelector('button[value="return"]');
    if (reason) reason.click();
    else if (!form().querySelector("button[name=do]")) form().requestSubmit();
    return;
  }
  if (key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  const keys = form()?.querySelector('[value="keep"]') ? quarantine : form()?.querySelector(".votes") ? settling : reviewing;
  if (keys.press(key, event)) event.preventDefault();
});
