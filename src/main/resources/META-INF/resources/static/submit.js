// A judgment is sent without leaving the page; the response is the next task, which replaces this one. What can't replace it (another
// version of the guideline, an empty queue, a refusal) is opened or shown as a page.
const BESIDE = "Hone-Guideline", NEXT = "Hone-Next", GO_TO = "Hone-Go-To";
const parts = ["today", "lease", "judgment", "after"];

/**
 * @param form of the task on screen
 * @param task what the page does when sending begins, when the judgment is stored, when another task stands there, when it ended
 *     without one, and when nobody is signed in any more
 */
export function letSubmit(form, task) {
  let going = false;
  form.addEventListener("submit", async (event) => {
    // Checks of the form come first (ranking.js); without a guideline version there is no page to put a task in.
    const version = document.querySelector("main.judge")?.dataset.version;
    if (event.defaultPrevented || !version) return;
    event.preventDefault();
    if (going) return;
    going = true;
    task.begins();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "text/html", [BESIDE]: version, "X-Requested-With": "JavaScript" },
        redirect: "manual",
      });
      // A page that is being left stays busy: keys pressed until then are not for it.
      if (answer.ok && answer.headers.has(GO_TO)) {
        task.stored();
        location.assign(answer.headers.get(GO_TO));
        return;
      }
      await follow(answer, task);
    } catch {
      notSent();
      task.ended();
    }
    going = false;
    form.removeAttribute("aria-busy");
  });
}

async function follow(answer, task) {
  if ([401, 499].includes(answer.status) || answer.type === "opaqueredirect") return task.signedOut();
  if (answer.status >= 500) { notSent(); task.ended(); return; }
  if (answer.ok) task.stored();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = answer.headers.get(NEXT);
  if (page.getElementById("judgment")) swap(page, next, task);
  else show(page, task);
}

// Another task, or the same one with its errors.
function swap(page, next, task) {
  for (const id of parts) {
    const here = document.getElementById(id), there = page.getElementById(id);
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  window.htmx?.process(document.getElementById("after"));
  task.swapped();
  if (!next) { stay(); return; }
  scrollTo(0, 0);
  // Keys and a screen reader continue at the top of the new task.
  const title = document.querySelector("#judgment h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  announce(title.textContent);
  history.pushState(null, "", next);
}

// What the address says about an earlier step is no longer true.
const stay = () => history.replaceState(history.state, "", location.pathname);

function announce(title) {
  const toast = document.querySelector(".toasts .toast")?.firstChild?.textContent.trim() ?? "";
  document.getElementById("said").textContent = `${toast} ${title}`;
}

// A refusal with a page of its own: what was typed is kept, and the page says where.
function show(page, task) {
  const main = page.querySelector("main");
  if (!main) { notSent(); task.ended(); return; }
  document.title = page.title;
  document.getElementById("after")?.remove();
  document.querySelector("main").replaceWith(document.adoptNode(main));
  scrollTo(0, 0);
  const title = document.querySelector("main h1");
  if (title) { title.tabIndex = -1; title.focus(); }
  task.ended();
  stay();
}

function notSent() {
  const banner = document.getElementById("not-sent");
  if (!banner) return;
  banner.hidden = false;
  banner.scrollIntoView({ block: "nearest" });
}

// Back and forward lead to the page of that task, as it is now.
addEventListener("popstate", () => {
  const shown = document.getElementById("judgment")?.getAttribute("action");
  if (shown !== location.pathname) location.reload();
});
