// How long the task remains in this person's hands, as shown in the bar.
const SHORT_MINUTES = 5;

/** The server has extended the lease. */
export function holdUntil(until) {
  const line = document.getElementById("lease");
  if (line) { line.dataset.until = until; tick(); }
}

export function tick() {
  const line = document.getElementById("lease");
  if (!line?.dataset.until) return;
  const left = Math.floor((new Date(line.dataset.until) - Date.now()) / 60_000);
  line.classList.toggle("warn", left < SHORT_MINUTES && left >= 0);
  line.classList.toggle("lost", left < 0);
  const minutes = document.getElementById("lease-minutes");
  if (left < 0) line.textContent = line.dataset.ended;
  else if (minutes) minutes.textContent = minutes.textContent.replace(/\d+/, left);
}
setInterval(tick, 15_000);
