// Keeps a page about something in progress up to date. The server says that something has changed; the page then fetches itself
// and replaces those parts whose text differs, so that an open box or a selection elsewhere stays as it is.
// Without server-sent events, or if the server has too many readers, it polls every few seconds.
const root = document.querySelector("[data-live]");
const parts = () => document.querySelectorAll("[data-part]");
const known = new Map([...parts()].map((part) => [part.id, part.innerHTML]));
const line = document.getElementById("live-line");
const LOOK_MILLIS = 3000;
const CALM_MILLIS = 1000;
let fetching = false, again = false, ended = false, timer = 0, source = null, paused = false;

const say = (what) => { if (line) line.textContent = line.dataset[what]; };

const end = () => {
  ended = true;
  clearInterval(timer);
  source?.close();
  line?.remove();
};

const takeOver = (page) => {
  for (const part of parts()) {
    const fresh = page.getElementById(part.id);
    const html = fresh ? fresh.innerHTML : "";
    if (known.get(part.id) === html) continue;
    known.set(part.id, html);
    part.replaceChildren(...(fresh ? fresh.childNodes : []));
  }
  if (!page.querySelector("[data-live]")) end();
};

const refresh = async () => {
  if (paused) return;
  if (ended || document.hidden || fetching) { again = true; return; }
  fetching = true;
  again = false;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (answer.ok) {
      takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
      say("on");
    } else {
      say("lost");
    }
  } catch {
    say("lost");
  }
  setTimeout(() => {
    fetching = false;
    if (again) refresh();
  }, CALM_MILLIS);
};

const lookAgain = () => { if (!paused) timer ||= setInterval(refresh, LOOK_MILLIS); };

const listen = () => {
  if (!("EventSource" in window)) { lookAgain(); return; }
  source = new EventSource(root.dataset.live);
  source.addEventListener("changed", refresh);
  source.addEventListener("over", () => { source.close(); refresh(); });
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) lookAgain(); });
};

// Nothing is requested while nobody is signed in.
const pause = () => {
  paused = true;
  clearInterval(timer);
  timer = 0;
  source?.close();
};

const resume = () => {
  if (ended || !paused) return;
  paused = false;
  listen();
  refresh();
};

if (root) {
  document.addEventListener("hone:signed-out", pause);
  document.addEventListener("hone:signed-in", resume);
  document.addEventListener("visibilitychange", () => { if (again) refresh(); });
  listen();
}
