// Ranking by keyboard: j and k go from card to card, a digit is a rank, Alt with arrows moves, Space lifts and puts down.
const form = document.getElementById("judgment");
const cards = [...document.querySelectorAll(".rank .answer")];
const rail = document.getElementById("rail");
const line = document.getElementById("rank-error");
const none = form.querySelector("input[name=not-rankable]");
const submit = form.querySelector("button[type=submit].primary");

const radios = (card) => [...card.querySelectorAll(".ranks input")];
const rankOf = (card) => Number(radios(card).find((radio) => radio.checked)?.value ?? 0);

function rank(card, value) {
  const radio = radios(card)[value - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

// Past the neighbour in that direction; without one, a place further; without a rank, at that end.
function move(card, by) {
  const now = rankOf(card);
  if (!now) { rank(card, by < 0 ? 1 : cards.length); return; }
  const ranks = [...new Set(cards.map(rankOf))].filter((r) => r && (by < 0 ? r < now : r > now)).sort((a, b) => a - b);
  const neighbour = by < 0 ? ranks.at(-1) : ranks[0];
  const tied = cards.some((other) => other !== card && rankOf(other) === now);
  if (neighbour && !tied) cards.filter((other) => rankOf(other) === neighbour).forEach((other) => rank(other, now));
  rank(card, neighbour && !tied ? neighbour : Math.min(cards.length, Math.max(1, now + by)));
}

function show() {
  const left = cards.filter((card) => !rankOf(card));
  for (const [at, item] of [...rail.children].entries()) {
    const here = cards.filter((card) => rankOf(card) === at + 1);
    const slot = item.querySelector(".slot");
    slot.classList.toggle("full", here.length > 0);
    const names = slot.querySelector(".names");
    if (!here.length) { names.textContent = rail.dataset.free; continue; }
    names.replaceChildren(...here.flatMap((card, n) => {
      const tag = document.createElement("span");
      tag.className = "tag-letter";
      tag.textContent = card.dataset.letter;
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

if (!form.querySelector("[aria-invalid=true]")) show();
form.addEventListener("change", show);
// Blocked until all are placed; the line above says what is missing.
form.addEventListener("submit", (event) => {
  if (show()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  line.classList.add("error");
  cards.find((card) => !rankOf(card))?.focus();
}, true);

const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select");
let held = null;
function hold(card) {
  held?.classList.remove("held");
  held = held === card ? null : card;
  held?.classList.add("held");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button) move(button.closest(".answer"), button.dataset.move === "up" ? -1 : 1);
});
document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const card = event.target.closest(".rank .answer");
  const arrow = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (card && arrow && (event.altKey || held === card)) { event.preventDefault(); move(card, arrow); return; }
  if (event.altKey) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    const next = cards.indexOf(card) + (event.key === "j" ? 1 : -1);
    cards[card ? Math.min(cards.length - 1, Math.max(0, next)) : 0].focus();
    return;
  }
  if (event.key === "x") { event.preventDefault(); none.click(); return; }
  if (card && event.key === " " && event.target === card) { event.preventDefault(); hold(card); return; }
  if (event.key === "Escape" && held) { hold(held); return; }
  if (card && /^[1-9]$/.test(event.key) && !event.defaultPrevented) { event.preventDefault(); rank(card, Number(event.key)); }
});
