// Differences between two texts, word by word. Longest common subsequence; equal ends are removed first, so the table stays small.
const CELLS_MAX = 4_000_000;

export const words = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}_'’]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? [];

// → [{kind: "same" | "cut" | "add", words: […]}], or null if the texts are too long and too different to compare.
export function difference(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  if (a.length * b.length > CELLS_MAX) return null;

  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const parts = [];
  const push = (kind, word) => {
    if (parts.at(-1)?.kind === kind) parts.at(-1).words.push(word);
    else parts.push({ kind, words: [word] });
  };
  before.slice(0, start).forEach((word) => push("same", word));
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { push("same", a[i]); i++; j++; }
    else if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) push("cut", a[i++]);
    else push("add", b[j++]);
  }
  before.slice(before.length - end).forEach((word) => push("same", word));
  return parts;
}

const textNodes = (element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
};

// Marks the words that only one of two rendered answers has, with the same mark in both. Returns whether it was possible.
export function markOnly(one, other) {
  const read = (element) => textNodes(element).flatMap((node) => words(node.data).map((word) => ({ node, word })));
  const left = read(one), right = read(other);
  const solid = (list) => list.filter(({ word }) => word.trim());
  const a = solid(left), b = solid(right);
  const parts = difference(a.map((w) => w.word), b.map((w) => w.word));
  if (!parts) return false;
  const lonely = new Set();
  let i = 0, j = 0;
  for (const part of parts) {
    for (let n = 0; n < part.words.length; n++) {
      if (part.kind !== "add") { if (part.kind === "cut") lonely.add(a[i]); i++; }
      if (part.kind !== "cut") { if (part.kind === "add") lonely.add(b[j]); j++; }
    }
  }
  for (const list of [left, right]) rewrite(list, lonely);
  return true;
}

function rewrite(list, lonely) {
  const byNode = Map.groupBy(list, (entry) => entry.node);
  for (const [node, entries] of byNode) {
    if (!entries.some((entry) => lonely.has(entry))) continue;
    const pieces = [];
    let mark = null;
    entries.forEach((entry, at) => {
      // A space between two marked words belongs to the mark, so that a phrase reads as one.
      const inside = lonely.has(entry) || (mark && !entry.word.trim() && lonely.has(entries[at + 1]));
      if (!inside) { mark = null; pieces.push(document.createTextNode(entry.word)); return; }
      if (!mark) { mark = document.createElement("mark"); mark.className = "only"; pieces.push(mark); }
      mark.append(entry.word);
    });
    node.replaceWith(...pieces);
  }
}

export function unmark(element) {
  element.querySelectorAll("mark.only").forEach((mark) => mark.replaceWith(...mark.childNodes));
  element.normalize();
}
