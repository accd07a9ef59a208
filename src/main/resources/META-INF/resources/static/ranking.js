// Ranking by keyboard: j and k go from card to card, a digit is a rank, Alt with arrows moves, Enter lifts and puts down (the
// space bar scrolls).
// By pointer: letters are dragged onto the places (drag.js).
import { letDrag } from "./drag.js";
import { teach } from "./judge.js";

// Belongs to the task on screen, which another one may replace (submit.js).
let form, cards, rail, line, none, submit, unplaced;
let held = null;

const radios = (card) => [...card.querySelectorAll(".ranks input")];
const rankOf = (card) => Number(radios(card).find((radio) => radio.checked)?.value ?? 0);
const cardOf = (letter) => cards.find((card) => card.dataset.letter === letter);

function rank(card, value) {
  const radio = radios(card)[value - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

// Before or after the answers of a place: those from there on move down, and all places are renumbered.
function insert(card, place, side) {
  const groups = [];
  for (let at = 1; at <= cards.length; at++) {
    if (at === place && side === "before") groups.push([card]);
    const here = cards.filter((other) => other !== card && rankOf(other) === at);
    if (here.length) groups.push(here);
    if (at === place && side === "after") groups.push([card]);
  }
  groups.forEach((group, at) => group.forEach((one) => rank(one, at + 1)));
}

// Past the neighbour in that direction; if there is none, one place further; without a rank, to that end.
function move(card, by) {
  const now = rankOf(card);
  if (!now) { rank(card, by < 0 ? 1 : cards.length); return; }
  const ranks = [...new Set(cards.map(rankOf))].filter((r) => r && (by < 0 ? r < now : r > now)).sort((a, b) => a - b);
  const neighbour = by < 0 ? ranks.at(-1) : ranks[0];
  const tied = cards.some((other) => other !== card && rankOf(other) === now);
  if (neighbour && !tied) cards.filter((other) => rankOf(other) === neighbour).forEach((other) => rank(other, now));
  rank(card, neighbour && !tied ? neighbour : Math.min(cards.length, Math.max(1, now + by)));
}

function tagOf(card) {
  const tag = document.createElement("span");
  tag.className = "tag-letter";
  tag.textContent = card.dataset.letter;
  tag.dataset.drag = card.dataset.letter;
  return tag;
}

function show() {
  const left = cards.filter((card) => !rankOf(card));
  unplaced.hidden = !left.length;
  unplaced.querySelector(".names").replaceChildren(...left.map(tagOf));
  for (const [at, item] of [...rail.children].entries()) {
    const here = cards.filter((card) => rankOf(card) === at + 1);
    const slot = item.querySelector(".slot");
    slot.classList.toggle("full", here.length > 0);
    const names = slot.querySelector(".names");
    if (!here.length) { names.textContent = rail.dataset.free; continue; }
    names.replaceChildren(...here.flatMap((card, n) => {
      const tag = tagOf(card);
      if (!n) return [tag];
      const sign = document.createElement("span");
      sign.className = "quiet";
      sign.textContent = "=";
      return [sign, tag];
    }));
  }
  const ready = none.checked || !left.length;
  line.classList.toggle("error", false);
  line.textContent = none.checked ? line.dataset.none
    : left.length ? `${line.dataset.left} ${left.map((card) => card.dataset.letter).join(", ")}` : line.dataset.all;
  submit.setAttribute("aria-disabled", !ready);
  submit.setAttribute("aria-describedby", "rank-error");
  return ready;
}

// The order of the cards is random. Somebody who returns it unchanged may mean it, or may have pressed keys without looking: asked once.
let asked = false;
const asShown = () => !none.checked && cards.every((card, at) => rankOf(card) === at + 1);

// Blocked until all are placed; the line above says what is missing.
function guard(event) {
  const ready = show();
  if (ready && (asked || !asShown())) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (ready) {
    asked = true;
    line.textContent = line.dataset.shown;
    return;
  }
  line.classList.add("error");
  cards.find((card) => !rankOf(card))?.focus();
}

function begin() {
  form = document.getElementById("judgment");
  cards = [...document.querySelectorAll(".rank .answer")];
  rail = document.getElementById("rail");
  line = document.getElementById("rank-error");
  none = form.querySelector("input[name=not-rankable]");
  submit = form.querySelector("button[type=submit].primary");
  unplaced = document.getElementById("unplaced");
  asked = false;
  held = null;
  letDrag(form, (letter, place, side) => {
    const card = cardOf(letter);
    const taken = cards.some((other) => other !== card && rankOf(other) === place);
    if (taken && side !== "on") insert(card, place, side);
    else rank(card, place);
  });
  if (!form.querySelector("[aria-invalid=true]")) show();
  form.addEventListener("change", show);
  form.addEventListener("submit", guard, true);
}

function hold(card) {
  held?.classList.remove("held");
  held = held === card ? null : card;
  held?.classList.add("held");
}

const BY = { j: 1, k: -1, ArrowUp: -1, ArrowDown: 1 };
const at = (event) => event.target.closest(".rank .answer");
const onCard = (act) => (event) => {
  const card = at(event);
  return card ? act(card, event) : false;
};
const moves = (card, event) => move(card, BY[event.key]);

teach("held", {
  move: onCard((card, event) => (held === card ? moves(card, event) : false)),
  lift: () => (held ? hold(held) : false),
});
teach("order", {
  rank: onCard((card, event) => rank(card, Number(event.key))),
  card(event) {
    const card = at(event);
    const next = cards.indexOf(card) + BY[event.key];
    cards[card ? Math.min(cards.length - 1, Math.max(0, next)) : 0].focus();
  },
  move: onCard(moves),
  lift: onCard((card, event) => (event.target === card ? hold(card) : false)),
  notRankable: () => none.click(),
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button) move(button.closest(".answer"), button.dataset.move === "up" ? -1 : 1);
});

begin();
document.addEventListener("hone:task", begin);
