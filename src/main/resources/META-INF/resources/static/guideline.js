// The guideline next to the work: open or closed as its reader left it, and the rules that they cite.
const REMEMBERED = "hone.guideline";
const judge = document.querySelector("main.judge");

/** Shows or hides it; where it is below the work, scrolls there. */
export function guideline() {
  const closed = judge.dataset.drawer !== "closed";
  if (matchMedia("(width < 68rem)").matches) {
    document.getElementById("guideline").scrollIntoView();
    return;
  }
  judge.dataset.drawer = closed ? "closed" : "open";
  try { localStorage.setItem(REMEMBERED, judge.dataset.drawer); } catch { /* not remembered then */ }
}
if (judge && judge.dataset.guideline !== "fresh") {
  try { judge.dataset.drawer = localStorage.getItem(REMEMBERED) ?? "open"; } catch { /* open */ }
}

const boxes = () => [...document.querySelectorAll("input[name=rule]")];

/** Shows which rules are cited, next to the reason. */
export function showCited() {
  const place = document.getElementById("cited");
  if (!place) return;
  const rules = boxes().filter((box) => box.checked).map((box) => {
    const chip = document.createElement("span");
    chip.className = "rule on";
    chip.textContent = box.value;
    return chip;
  });
  if (rules.length) place.replaceChildren(...rules);
  else { place.textContent = place.dataset.none; }
  place.className = rules.length ? "" : "quiet";
}
document.addEventListener("change", (event) => { if (event.target.name === "rule") showCited(); });

/** The boxes are next to the guideline, which stays when the task changes. */
export function citeOnly(rules) {
  const those = rules.split(" ");
  boxes().forEach((box) => { box.checked = those.includes(box.value); });
}

export const ruleAt = (number) => boxes()[number - 1];
