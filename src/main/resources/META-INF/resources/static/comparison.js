// Comparing by keyboard: 1 to 7 are the steps of the scale, the arrows go one step towards where they point, x is both bad.
const STEPS = ["a3", "a2", "a1", "tie", "b1", "b2", "b3"];

document.addEventListener("hone:key", (key) => {
  const { event, form, check } = key.detail;
  const choose = (value) => { key.preventDefault(); check(form.querySelector(`input[name=choice][value="${value}"]`)); };
  if (/^[1-7]$/.test(event.key)) { choose(STEPS[event.key - 1]); return; }
  if (event.key === "x") { choose("bad"); return; }
  if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || event.target.closest(".raw, pre")) return;
  const towardsEnd = (event.key === "ArrowRight") !== (getComputedStyle(form).direction === "rtl");
  const now = STEPS.indexOf(form.querySelector("input[name=choice]:checked")?.value);
  choose(STEPS[now < 0 ? 3 : Math.min(6, Math.max(0, now + (towardsEnd ? 1 : -1)))]);
});
