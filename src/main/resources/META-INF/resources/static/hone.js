// What every page needs. Without it everything still works; forms then need their buttons.
// The day that “today” means is this browser's (LocalDay).
try {
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  document.cookie = `hone-zone=${zone}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
} catch { /* UTC then */ }

// On a narrow screen the navigation is one line that scrolls: begin where the page is.
const here = document.querySelector(".nav [aria-current]");
if (here) {
  const nav = here.closest(".nav"), at = here.getBoundingClientRect(), all = nav.getBoundingClientRect();
  nav.scrollLeft += at.left + at.width / 2 - all.left - all.width / 2;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});

// "?" opens the list of keys, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]")) return;
  const keys = document.querySelector("dialog#keys");
  if (keys) keys.showModal();
  else location.href = "/keys";
});
