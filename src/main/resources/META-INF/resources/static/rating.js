// Rating by keyboard: one line of one answer is marked. A digit, y or n answers it, and the mark moves to the next unanswered
// line; j and k move it, the arrows change the value by one step.
import { check, teach } from "./judge.js";

const NAMED_MAX = 3; // of what is open; the dock must not hide what is rated
let lines, said, submit, at;

const radios = (line) => [...line.querySelectorAll("input")];
const chosen = (line) => radios(line).findIndex((radio) => radio.checked);
const open = () => lines.filter((line) => chosen(line) < 0);

function mark(line) {
  lines[at]?.classList.remove("now");
  at = lines.indexOf(line);
  line?.classList.add("now");
}

function goTo(line) {
  mark(line);
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
}

function show() {
  const left = open();
  said.classList.remove("error");
  const names = left.slice(0, NAMED_MAX).map((line) => `${line.closest(".answer").dataset.letter} ${line.dataset.name}`);
  const more = left.length > NAMED_MAX ? ` + ${left.length - NAMED_MAX}` : "";
  said.textContent = left.length ? `${said.dataset.left} ${names.join(", ")}${more}` : said.dataset.all;
  submit.setAttribute("aria-disabled", left.length > 0);
  submit.setAttribute("aria-describedby", "rate-error");
  return left;
}

// Nothing is sent while a line is unanswered; the sentence says which.
function guard(event) {
  const left = show();
  if (!left.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  said.classList.add("error");
  goTo(left[0]);
}

function begin() {
  const form = document.getElementById("judgment");
  lines = [...form.querySelectorAll(".rate")];
  said = document.getElementById("rate-error");
  submit = form.querySelector("button[type=submit].primary");
  at = -1;
  if (!lines.length) return;
  mark(open()[0] ?? lines[0]);
  if (!form.querySelector("[aria-invalid=true]")) show();
  form.addEventListener("change", (event) => { mark(event.target.closest(".rate") ?? lines[at]); show(); });
  form.addEventListener("submit", guard, true);
}

const BY = { j: 1, k: -1, ArrowLeft: -1, ArrowRight: 1 };
const within = (list, at) => list[Math.min(list.length - 1, Math.max(0, at))];

// A digit on a flag, or y on a scale, was still meant for this line: nothing else handles it.
function answer(event) {
  const line = lines[at];
  const wanted = { y: "yes", n: "no" }[event.key] ?? event.key;
  const radio = radios(line).find((one) => one.value === wanted);
  if (!radio) return;
  check(radio);
  const next = lines.slice(at + 1).find((one) => chosen(one) < 0) ?? open()[0];
  if (next) goTo(next);
}

const onLine = (act) => (event) => (lines[at] ? act(event) : false);
teach("lines", {
  answer: onLine(answer),
  line: onLine((event) => goTo(within(lines, at + BY[event.key]))),
  step: onLine((event) => {
    const all = radios(lines[at]), now = chosen(lines[at]);
    check(now < 0 ? all[0] : within(all, now + BY[event.key]));
  }),
});

begin();
document.addEventListener("hone:task", begin);
// The page may just have been filled from a copy in this browser.
addEventListener("load", () => { if (lines.length) show(); });
