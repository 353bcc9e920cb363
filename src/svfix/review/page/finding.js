// Finding: a text in the page, and the word that it is in.

import { byId } from "./dom.js";
import { NONE } from "./state.js";
import { figure, t } from "./strings.js";
import { chosenAt, highlight, occurrences } from "./text.js";
import { select } from "./words.js";

const NOTHING = { text: "", found: [], at: NONE };
let hits = NOTHING;

// What was found is of a page that is there no longer.
export const forget = () => (hits = NOTHING);

function find(by = 1) {
  const text = byId("find").value.trim();
  if (!text) return;
  if (text !== hits.text) hits = { text, found: occurrences(text), at: NONE };
  const count = hits.found.length;
  if (!count) return (byId("found").textContent = t("of", "0", "0"));
  hits.at = (hits.at + by + count) % count;
  byId("found").textContent = t("of", figure(hits.at + 1), figure(count));
  highlight(hits.found[hits.at], text.length);
}

function chooseFound() {
  const hit = hits.found[hits.at];
  if (!hit) return;
  const i = chosenAt(hit);
  forget();
  CSS.highlights?.delete("found");
  byId("find").value = byId("found").textContent = "";
  if (i !== NONE) select(i);
}

export function onFindKey(event) {
  if (event.key === "Escape") return byId("word").focus();
  if (event.key !== "Enter") return;
  event.preventDefault();
  const isNew = byId("find").value.trim() !== hits.text;
  if (isNew || event.shiftKey) find(event.shiftKey && !isNew ? -1 : 1);
  else if (event.ctrlKey || event.metaKey || hits.found.length === 1 || hits.at !== NONE) chooseFound();
}
