// Looks once a minute whether there is something new to hear of, while the page is in sight, and says so politely. Without it the
// bell is as new as its page.
const EVERY = 60_000;
let resting = false;
document.addEventListener("hone:signed-out", () => { resting = true; });
document.addEventListener("hone:signed-in", () => { resting = false; });

async function look() {
  const bell = document.getElementById("bell");
  if (!bell || resting || document.hidden) return;
  const answer = await fetch("/notices/unread").catch(() => null); // offline: in a minute again
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("bell");
  if (!now || now.dataset.unread === bell.dataset.unread) return;
  const more = parseInt(now.dataset.unread, 10) > parseInt(bell.dataset.unread, 10);
  const focused = document.activeElement === bell;
  bell.replaceWith(now);
  if (focused) now.focus();
  const said = document.getElementById("bell-said");
  if (more && said) said.textContent = now.getAttribute("aria-label");
}
setInterval(look, EVERY);
