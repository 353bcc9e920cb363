// The search: lines that hold a string in any of the texts, in any case.

const WAIT = 150; // ms after the last key before all texts are searched
const SHOWN_HITS = "found"; // the name of the highlight in report.css
let sought = "";
let hits = []; // [page, row] of the lines found, in order
let hit = NONE; // the one gone to
let lowered = null; // for each page and row, its texts in lower case
let timer = 0;

const lower = (text) => text.normalize("NFC").toLowerCase();

function textOf(row, c) {
  const forms = row.slice(1).map((piece) => {
    if (typeof piece === "string") return piece;
    return Array.isArray(piece) ? piece[FORMS][c] : piece.forms[c];
  });
  return lower(forms.join(" "));
}

function search() {
  const query = lower(byId("search").value.trim());
  if (query === sought) return;
  sought = query;
  hits = [];
  hit = NONE;
  lowered ??= pages.map(({ rows }) => rows.map((row) => columns.map((_, c) => textOf(row, c))));
  if (query) {
    lowered.forEach((rows, p) =>
      rows.forEach((texts, r) => {
        if (texts.some((text) => text.includes(query))) hits.push([p, r]);
      }),
    );
  }
  CSS.highlights?.get(SHOWN_HITS).clear();
  for (const p of rendered) markFound(p);
  showFoundCount();
}

function showFoundCount() {
  const place = hit === NONE ? "" : `${figure(hit + 1)} of `;
  byId("found").textContent = sought ? place + plural(hits.length, "line") : "";
}

function toHit(by) {
  clearTimeout(timer);
  search();
  if (!hits.length) return;
  const start = hit === NONE && by < 0 ? 0 : hit;
  hit = (start + by + hits.length) % hits.length;
  showFoundCount();
  const [p, r] = hits[hit];
  if (!rowElement(p, r)) showAllLines();
  bring(p, () => rowElement(p, r), "center");
  document.querySelector("tr.at-hit")?.classList.remove("at-hit");
  rowElement(p, r).classList.add("at-hit");
}

function showAllLines() {
  const [p, r] = hits[hit];
  render(p);
  if (rowElement(p, r)) return;
  byId("lines").value = "all";
  refresh();
  announce("All lines are shown, for the line found has no difference");
}

// Mark the string on the lines of a page that are drawn, without touching the elements.
function markFound(p) {
  if (!sought || !CSS.highlights) return;
  for (const cell of boxes[p].body.querySelectorAll("td[data-label]")) markIn(cell);
}

function markIn(cell) {
  const nodes = [];
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  const low = text.toLowerCase();
  if (low.length !== text.length) return; // a letter that grows: the line is found, only not marked
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, at + 1)) {
    const range = new Range();
    range.setStart(...placeIn(nodes, at, false));
    range.setEnd(...placeIn(nodes, at + sought.length, true));
    CSS.highlights.get(SHOWN_HITS).add(range);
  }
}

// The text node that an offset of the whole cell is in, and the offset there.
function placeIn(nodes, offset, isEnd) {
  const [start, node] = nodes.findLast(([start]) => (isEnd ? start < offset : start <= offset));
  return [node, offset - start];
}

function listenToSearch() {
  CSS.highlights?.set(SHOWN_HITS, new Highlight());
  const input = byId("search");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    toHit(event.shiftKey ? -1 : 1);
  });
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    toHit(1);
  });
}
