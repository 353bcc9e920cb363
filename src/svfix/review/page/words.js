// The word at hand: having another one, and what becomes of the one that was decided.

import { drawCard, drawPlaces } from "./card.js";
import { failed } from "./decide.js";
import { announce, byId, get } from "./dom.js";
import { showSheet } from "./scan.js";
import { beside, current, itemAt, NONE, state } from "./state.js";
import { t } from "./strings.js";
import { bring, redress, told } from "./text.js";
import { drawTop } from "./top.js";

// Have an item at hand; quietly without taking the focus, still without moving the text.
export function select(i, { isQuiet = false, isStill = false } = {}) {
  const before = state.current;
  state.current = i;
  if (before !== NONE && before !== i) redress(before);
  if (i !== NONE) {
    redress(i);
    if (!isStill) bring(i);
  }
  byId("everywhere").checked = false;
  drawCard();
  drawTop();
  showSheet(current());
  if (isQuiet) return;
  byId("word").focus({ preventScroll: true });
  if (current()) askAlternatives(current()).catch(failed);
}

// How often a form is there by now, and what a word that svfix left alone may be.
async function askAlternatives(item) {
  const query = new URLSearchParams({ text: item.text, start: item.start, end: item.end });
  const found = await get(`api/alternatives/${state.page.number}?${query}`);
  const isNew = item.hypotheses === null;
  item.places = Math.max(1, found.places);
  if (isNew) Object.assign(item, { hypotheses: found.hypotheses, sheet: found.sheet, box: found.box, line: found.line });
  if (item !== current()) return;
  isNew ? (drawCard(), showSheet(item)) : drawPlaces(item);
}

export function step(by) {
  const i = beside(by);
  if (i === NONE) return announce(t("none-shown"));
  select(i);
}

export function decided(i) {
  redress(i);
  announce(told(itemAt(i)));
  const next = beside(1, true);
  select(next === NONE ? i : next);
}

// What was decided is on the disk, or could not be written there.
export function noted(item) {
  if (item) redress(state.page.items.indexOf(item));
  drawCard();
  drawTop();
}
