// The one map of keys. What a page does with a key and what the list of keys says about it (keylist.html) both come from here: a page
// with a key that does nothing can't be opened, and a test compares the list.
// A name may have a modifier ("Ctrl+Enter") or be two keys one after the other ("g h").
const digits = (last, act, prefix = "") =>
  Object.fromEntries(Array.from({ length: last }, (_, at) => [`${prefix}${at + 1}`, act]));

export const KEYS = {
  everywhere: { "?": "keys" },
  undoing: { u: "undo" },
  work: {
    "Ctrl+Enter": "submit", "Ctrl+s": "save", Escape: "leave",
    r: "why", s: "skip", f: "ask", h: "guideline", i: "haveRead", v: "raw",
    ...digits(9, "cite", "g "), "g h": "today",
  },
  scale: { ...digits(7, "choose"), x: "bothBad", ArrowLeft: "step", ArrowRight: "step" },
  pair: { d: "differences", w: "widen", y: "together" },
  order: { ...digits(4, "rank"), j: "card", k: "card", "Alt+ArrowUp": "move", "Alt+ArrowDown": "move", Enter: "lift", x: "notRankable" },
  held: { ArrowUp: "move", ArrowDown: "move", Escape: "lift" },
  lines: { ...digits(7, "answer"), y: "answer", n: "answer", j: "line", k: "line", ArrowLeft: "step", ArrowRight: "step" },
  skipping: { ...digits(5, "reason"), "Ctrl+Enter": "submit" },
  reviewing: { a: "accept", m: "fix", r: "giveBack", R: "reject" },
  quarantine: { a: "release", R: "keepOut", f: "whole", s: "later" },
  settling: { ...digits(9, "adopt"), l: "leave", s: "later" },
  asking: { "Ctrl+Enter": "submit" },
};

/** Where letters and digits are text. */
export const typing = (element) =>
  element?.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

/** As the map names it. A modifier makes it another key; shift is part of the character already. */
export function nameOf(event) {
  const modifier = event.ctrlKey || event.metaKey ? "Ctrl+" : event.altKey ? "Alt+" : "";
  return modifier + (event.key.length === 1 && modifier ? event.key.toLowerCase() : event.key);
}

/** A map with the action of each key: one without an action is a mistake of ours. An action receives the event. */
export function taught(map, acts) {
  const keys = KEYS[map];
  const idle = Object.values(keys).filter((act) => !acts[act]);
  if (idle.length) throw new Error(`keys of “${map}” with nothing to do: ${idle.join(", ")}`);
  return {
    acts,
    has: (key) => key in keys,
    /** Whether there was something to do. An action that returns false leaves the key to other handlers. */
    press: (key, event) => key in keys && acts[keys[key]](event) !== false,
  };
}
