// Pages: opening one, the same one anew, and the one behind it.

import { drawCard } from "./card.js";
import { drawRules } from "./choices.js";
import { byId, get, notice, post } from "./dom.js";
import { forget } from "./finding.js";
import { asQuery } from "./queue.js";
import { beside, itemAt, keep, NONE, sameAs, state } from "./state.js";
import { figure, t } from "./strings.js";
import { drawText } from "./text.js";
import { drawTop } from "./top.js";
import { select } from "./words.js";

const AHEAD = 400; // ms after a page before the next one is made ready

export async function open(number) {
  let page;
  try {
    page = await get(`api/page/${number}`);
  } catch (error) {
    if (!error.answer) throw error;
    notice(error.message, { stays: true });
    return findNear(number); // so that the page behind it can be reached
  }
  state.page = page;
  state.last = Math.max(state.last, page.last);
  state.current = NONE;
  forget();
  drawText();
  if (page.outdated) notice(t("outdated", figure(page.outdated)), { stays: true });
  select(beside(1, true));
  if (location.hash !== `#page=${number}`) history.replaceState(null, "", `#page=${number}`);
  document.title = `${page.name} – svfix`;
  if (state.current === NONE) byId("text").scrollTop = 0;
  drawRules();
  await findNear();
}

export async function findNear(number = state.page.number) {
  const answer = await get(`api/queue?${asQuery({ start: 0, count: 0, near: number })}`);
  Object.assign(state, { near: answer, rules: answer.rules });
  drawTop();
  setTimeout(() => answer.next !== null && get(`api/page/${answer.next}`).catch(() => null), AHEAD);
}

// The same page as it is now, with the same item at hand if it is there.
export async function reload(i = state.current) {
  const item = itemAt(i);
  const before = state.current;
  const page = await get(`api/page/${state.page.number}`);
  state.page = page;
  state.last = Math.max(state.last, page.last);
  const at = item ? page.items.indexOf(sameAs(item)) : NONE;
  state.current = at;
  drawText();
  const isStill = at !== NONE && i === before;
  select(at !== NONE ? at : beside(1, true), { isQuiet: true, isStill });
}

export async function toPage(by) {
  const number = by > 0 ? state.near.next : state.near.previous;
  if (number === null) return notice(t("no-page"));
  await open(number);
}

export async function togglePage() {
  const isDone = !state.page.done;
  const row = await post(`api/done/${state.page.number}`, { done: isDone, by: state.by });
  state.page.done = isDone;
  keep(row);
  if (!isDone) return drawCard();
  const next = state.near.next;
  if (next === null) {
    notice(t("no-page"));
    return drawCard();
  }
  await open(next);
}

// The page that the address names, or the first of the queue.
export async function openHash() {
  const found = /^#page=(\d+)$/.exec(location.hash);
  if (found && Number(found[1]) === state.page?.number) return;
  if (found) return open(Number(found[1]));
  const first = await get(`api/queue?${asQuery({ start: 0, count: 1 })}`);
  if (first.rows.length) await open(first.rows[0].number);
}
