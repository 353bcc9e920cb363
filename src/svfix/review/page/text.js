// The text of the page, with its items marked.

import { byId, make, shown } from "./dom.js";
import { isDoubt, itemAt, outcome, passes, standing, state } from "./state.js";
import { t } from "./strings.js";

const SIGNS = { accepted: "✓", rejected: "↶", chosen: "✓", corrected: "✎" };
const LETTER = /[\p{L}\p{N}]/u;

// How sure an item is, as a class of its mark.
export function grade(item) {
  if (isDoubt(item)) return "doubt";
  if (item.kind === "own") return "own";
  return item.confidence >= 0.95 ? "sure" : item.confidence >= 0.8 ? "fair" : "unsure";
}

// An item for who hears the page.
export function told(item) {
  const now = standing(item);
  const change = now === item.before ? shown(item.before) : `${t("read-as", shown(item.before))}, ${t("now", shown(now))}`;
  return `${change}; ${t(outcome(item) || "undecided")}`;
}

function dress(mark, item, i) {
  const done = outcome(item);
  mark.className = `${grade(item)}${done ? " decided" : ""}${passes(item) ? "" : " aside"}${i === state.current ? " current" : ""}`;
  mark.textContent = standing(item).trim() ? standing(item) : shown(standing(item));
  mark.dataset.sign = SIGNS[done] ?? (isDoubt(item) ? "?" : "");
  mark.setAttribute("aria-label", told(item));
  mark.title = item.before === standing(item) ? "" : `${shown(item.before)} → ${shown(standing(item))}`;
  if (i === state.current) mark.setAttribute("aria-current", "true");
  else mark.removeAttribute("aria-current");
}

export const markOf = (i) => byId("text").querySelector(`mark[data-i="${i}"]`);

// Draw a mark anew, once something was decided of it.
export function redress(i) {
  const mark = markOf(i);
  if (mark) dress(mark, itemAt(i), i);
}

export function redressAll() {
  for (const mark of byId("text").querySelectorAll("mark")) dress(mark, itemAt(Number(mark.dataset.i)), Number(mark.dataset.i));
}

// A stretch of text, with a rule between the pages in it; each node knows its place.
function* stretch(piece) {
  let at = piece.at;
  for (const [n, part] of piece.text.split("\f").entries()) {
    if (n) yield make("hr", { className: "sheet" });
    const node = document.createTextNode(part);
    node.at = at;
    at += pointsOf(part) + 1;
    yield node;
  }
}

export function drawText() {
  const texts = state.page.texts.map((pieces, text) => {
    const box = make("div", { className: "record" });
    box.dataset.text = text;
    for (const piece of pieces) {
      if (piece.item === undefined) {
        box.append(...stretch(piece));
        continue;
      }
      const mark = make("mark", { role: "button", tabIndex: -1 });
      mark.dataset.i = piece.item;
      dress(mark, itemAt(piece.item), piece.item);
      box.append(mark);
    }
    return box;
  });
  byId("text").replaceChildren(...texts);
}

export function bring(i) {
  const mark = markOf(i);
  if (!mark) return;
  const [pane, at] = [byId("text").getBoundingClientRect(), mark.getBoundingClientRect()];
  const middle = at.top - pane.top - pane.height / 2 + at.height / 2;
  byId("text").scrollBy({ top: middle, behavior: "instant" });
}

// The word of a text that a place is in, without the marks around it: its node and its ends there.
function wordIn(node, offset) {
  const text = node.data;
  let [start, end] = [offset, offset];
  while (start > 0 && !/\s/.test(text[start - 1])) start--;
  while (end < text.length && !/\s/.test(text[end])) end++;
  while (start < end && !LETTER.test(text[start])) start++;
  while (end > start && !LETTER.test(text[end - 1])) end--;
  return start < end ? { node, start, end } : null;
}

// The word under the pointer, None for an item or what is no word.
export function wordUnder(x, y) {
  const place = document.caretPositionFromPoint?.(x, y) ?? null;
  const range = place ? null : document.caretRangeFromPoint?.(x, y);
  const node = place?.offsetNode ?? range?.startContainer;
  return node?.at === undefined ? null : wordIn(node, place?.offset ?? range.startOffset);
}

// Make an item of a word that svfix did not ask about; its number.
export function pick({ node, start, end }) {
  const text = Number(node.parentElement.dataset.text);
  const [from, to] = [lengthOf(node, start), lengthOf(node, end)];
  const before = node.data.slice(start, end);
  const pieces = state.page.texts[text];
  const n = pieces.findIndex((piece) => piece.text !== undefined && piece.at <= from && to <= piece.at + pointsOf(piece.text));
  const piece = pieces[n];
  const letters = [...piece.text];
  const i = state.page.items.length;
  state.page.items.push({
    text, start: from, end: to, before, proposed: before, kind: "own", rule: "", confidence: 1,
    reason: "", name: false, hypotheses: null, places: 1, row: null, sheet: null, box: null, line: null,
  });
  const parts = [
    { at: piece.at, text: letters.slice(0, from - piece.at).join("") },
    { item: i },
    { at: to, text: letters.slice(to - piece.at).join("") },
  ];
  pieces.splice(n, 1, ...parts.filter((part) => part.item !== undefined || part.text));
  drawText();
  return i;
}

// Offsets of the server count characters, those of the browser UTF-16 units.
const pointsOf = (text) => [...text].length;
const lengthOf = (node, offset) => node.at + pointsOf(node.data.slice(0, offset));

// The places of a text in the page's, as nodes with their ends, in order.
export function occurrences(text) {
  const wanted = text.toLowerCase();
  const found = [];
  const walker = document.createTreeWalker(byId("text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const data = node.data.toLowerCase();
    for (let at = data.indexOf(wanted); at >= 0; at = data.indexOf(wanted, at + 1)) found.push({ node, at });
  }
  return found;
}

// The item or the word at a place that was found.
export function chosenAt({ node, at }) {
  const mark = node.parentElement.closest("mark");
  if (mark) return Number(mark.dataset.i);
  let offset = at;
  while (offset < node.data.length && !LETTER.test(node.data[offset])) offset++;
  const word = wordIn(node, offset);
  return word ? pick(word) : -1;
}

export function highlight({ node, at }, length) {
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, Math.min(node.data.length, at + length));
  CSS.highlights?.set("found", new Highlight(range));
  const box = range.getBoundingClientRect();
  const pane = byId("text").getBoundingClientRect();
  byId("text").scrollBy({ top: box.top - pane.top - pane.height / 2, behavior: "instant" });
}
