// The editor: counts words, and for a correction shows what has changed while typing.
import { difference, words } from "./diff.js";

// Belongs to the task on screen, which another one may replace (submit.js).
let text, original, changes, changed, counter;
const solid = (list) => list.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

function show() {
  counter.textContent = counter.dataset.words.replace("#", solid(words(text.value)));
  if (original === undefined) return;
  const parts = difference(words(original), words(text.value));
  // Nothing changed: the answer is shown above already.
  if (!parts || parts.every((part) => part.kind === "same")) {
    changes.replaceChildren();
    changed.textContent = changed.dataset.none;
    return;
  }
  changes.replaceChildren(...parts.map((part) => {
    const tag = { same: "span", cut: "del", add: "ins" }[part.kind];
    const element = document.createElement(tag);
    element.textContent = part.words.join("");
    return element;
  }));
  const count = parts.filter((part) => part.kind !== "same").reduce((sum, part) => sum + solid(part.words), 0);
  changed.textContent = count
    ? changed.dataset.some.replace("#", count).replace("@", solid(words(original)))
    : changed.dataset.blanks;
}

let timer = 0;
function begin() {
  text = document.getElementById("text");
  original = document.getElementById("original")?.textContent;
  changes = document.getElementById("changes");
  changed = document.getElementById("changed");
  counter = document.getElementById("words");
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 150); });
  show();
}
begin();
document.addEventListener("hone:task", begin);
// The page may just have been filled from a copy in this browser.
addEventListener("load", show);
