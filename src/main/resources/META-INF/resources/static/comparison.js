// Comparing: 1 to 7 are the steps of the scale, the arrows move one step in their direction, x is both bad. Also helps to read
// two answers side by side: marks the words that only one has, scrolls both together, shows one of them at full width.
import { markOnly, unmark } from "./diff.js";
import { check, press, teach } from "./judge.js";

const STEPS = ["a3", "a2", "a1", "tie", "b1", "b2", "b3"];
const MIDDLE = 3;
const form = () => document.getElementById("judgment");
const choose = (value) => check(form().querySelector(`input[name=choice][value="${value}"]`));

function step(event) {
  if (event.target.closest(".raw, pre")) return false;
  const towardsEnd = (event.key === "ArrowRight") !== (getComputedStyle(form()).direction === "rtl");
  const now = STEPS.indexOf(form().querySelector("input[name=choice]:checked")?.value);
  choose(STEPS[now < 0 ? MIDDLE : Math.min(STEPS.length - 1, Math.max(0, now + (towardsEnd ? 1 : -1)))]);
  return true;
}

teach("scale", {
  choose: (event) => { choose(STEPS[event.key - 1]); },
  bothBad: () => { choose("bad"); },
  step,
});

const cards = () => document.querySelector(".answers");

function differences() {
  const answers = cards();
  const [one, other] = answers.querySelectorAll(".answer > .prose");
  const on = !answers.classList.contains("marked");
  if (on) answers.classList.toggle("marked", markOnly(one, other));
  else { answers.classList.remove("marked"); unmark(one); unmark(other); }
  press("differences", answers.classList.contains("marked"));
}

// A alone, B alone, both again. Each button shows its own answer.
function widen(event) {
  const answers = cards();
  const all = [...answers.children];
  const shown = all.filter((card) => !card.hidden);
  const alone = shown.length === 1 ? all.indexOf(shown[0]) : -1;
  const button = event.type === "click";
  const wanted = button ? all.indexOf(event.target.closest(".answer")) : alone + 1;
  const both = button ? alone === wanted : wanted >= all.length;
  all.forEach((card, at) => { card.hidden = !both && at !== wanted; });
  answers.classList.toggle("one", !both);
  all.forEach((card, at) => card.querySelector('[data-do="widen"]')?.setAttribute("aria-pressed", !both && at === wanted));
}

teach("pair", {
  differences,
  widen,
  together: () => press("together", cards().classList.toggle("together")),
});

document.addEventListener("scroll", (event) => {
  const pane = event.target;
  const answers = cards();
  if (!answers?.classList.contains("together") || !(pane instanceof Element) || !pane.matches(".answer > :is(.prose, .raw)")) return;
  const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
  for (const other of answers.querySelectorAll(".answer > :is(.prose, .raw):not([hidden])")) {
    if (other !== pane) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
  }
}, true);
