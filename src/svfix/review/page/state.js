// What is open, what is chosen, and which of the items of the page pass.

export const NONE = -1;

export const state = {
  page: null, // as the server tells it
  current: NONE, // the number of an item
  made: [], // the rows of this window, the last one last: their numbers, and those of their pages
  last: 0, // the last row that this window knows
  by: "",
  journal: "", // where decisions are kept
  rules: [], // those of all pages that are known
  near: { previous: null, next: null, place: null, count: 0 }, // the page in the queue
  choice: { kind: "left", rule: "", sure: 1, order: "sure" }, // which items are stepped through
  wanted: { order: "wrong", state: "", kind: "", rule: "", sure: 1, search: "" }, // which pages
};

// Note a row of this window's, which undo takes back.
export function keep(row, number = state.page.number) {
  state.made.push({ id: row.id, number });
  state.last = Math.max(state.last, row.id);
}

export const isOwn = (row) => state.made.some((one) => one.id === row.id);

export const itemAt = (i) => state.page?.items[i] ?? null;
export const current = () => itemAt(state.current);

// The item of the page as it is now that stands where another does.
export const sameAs = ({ text, start, end }) =>
  state.page.items.find((item) => item.text === text && item.start === start && item.end === end) ?? null;

const DOUBTS = ["word", "unknown", "number"];
export const isDoubt = (item) => DOUBTS.includes(item.kind);
export const isEdit = (item) => item.before !== item.proposed;

// What stands there now.
export const standing = (item) => (item.row ? item.row.after : item.proposed);

// What was decided: a key of the strings, "" for nothing.
export function outcome(item) {
  if (!item.row) return "";
  if (item.row.after === item.proposed) return "accepted";
  if (item.row.after === item.before) return "rejected";
  return item.row.chosen ? "chosen" : "corrected";
}

export function passes(item, choice = state.choice) {
  if (item.kind === "own" && !item.row) return false;
  if (choice.kind === "left" && item.row) return false;
  if (choice.kind === "name" && !item.name) return false;
  if (!["", "left", "name"].includes(choice.kind) && item.kind !== choice.kind) return false;
  if (choice.rule && !item.rule.split("+").includes(choice.rule)) return false;
  return item.confidence < choice.sure || choice.sure === 1;
}

// The numbers of the items that pass, in the order they are stepped through; the current one stays
// in its place when it was decided.
export function passing() {
  const items = state.page?.items ?? [];
  const found = items.map((_, i) => i).filter((i) => passes(items[i]) || i === state.current);
  if (state.choice.order === "sure") found.sort((a, b) => items[a].confidence - items[b].confidence || a - b);
  return found;
}

// The item that comes before or behind the current one; NONE where there is none.
export function beside(by, isOpen = false) {
  const found = passing();
  if (!found.length) return NONE;
  const at = found.indexOf(state.current);
  for (let step = 1; step <= found.length; step++) {
    const place = (at === NONE ? (by > 0 ? step - 1 : -step) : at + by * step) + 2 * found.length;
    const i = found[place % found.length];
    if (i === state.current) continue;
    if (!isOpen || !itemAt(i).row) return i;
  }
  return NONE;
}

export const undecided = () => (state.page?.items ?? []).filter((item) => !item.row && item.kind !== "own").length;
export const countable = () => (state.page?.items ?? []).filter((item) => item.row || item.kind !== "own").length;
