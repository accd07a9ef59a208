// Dragging a letter onto a place, by mouse, pen or finger. Keys do the same, so this is for pointers only.

// A place is three targets: its upper edge (before), its middle (the same place, a tie) and its lower edge (after).
function targetAt(x, y) {
  const slot = document.elementFromPoint(x, y)?.closest("[data-place]");
  if (!slot) return null;
  const box = slot.getBoundingClientRect();
  const share = (y - box.top) / box.height;
  const side = !slot.classList.contains("full") ? "on" : share < 0.3 ? "before" : share > 0.7 ? "after" : "on";
  return { slot, side };
}

const unmark = () => document.querySelectorAll("[data-drop]").forEach((slot) => delete slot.dataset.drop);

/** @param dropped called with the letter, the place it was dropped at, and "before", "on" or "after" */
export function letDrag(area, dropped) {
  area.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-drag]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const ghost = handle.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.className = "tag-letter dragged";
    const { pointerId } = event;
    const ending = new AbortController();
    const follow = (move) => {
      if (move.pointerId !== pointerId) return;
      if (!ghost.isConnected) document.body.append(ghost);
      ghost.style.translate = `${move.clientX}px ${move.clientY}px`;
      unmark();
      const target = targetAt(move.clientX, move.clientY);
      if (target) target.slot.dataset.drop = target.side;
    };
    const end = (up) => {
      if (up.pointerId !== pointerId) return;
      const target = ghost.isConnected && up.type === "pointerup" ? targetAt(up.clientX, up.clientY) : null;
      ending.abort();
      ghost.remove();
      unmark();
      if (target) dropped(handle.dataset.drag, Number(target.slot.dataset.place), target.side);
    };
    const heard = { signal: ending.signal };
    document.addEventListener("pointermove", follow, heard);
    document.addEventListener("pointerup", end, heard);
    document.addEventListener("pointercancel", end, heard);
  });
}
