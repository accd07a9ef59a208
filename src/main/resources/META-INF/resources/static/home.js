// "u" takes the last judgment back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "u" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.getElementById("undo")?.requestSubmit();
});
