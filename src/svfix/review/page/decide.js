// Deciding: what is shown at once and sent to the server in turn, and taking it back.

import { announce, byId, notice, post, Refusal } from "./dom.js";
import { current, keep, NONE, sameAs, state } from "./state.js";
import { t } from "./strings.js";

let chain = Promise.resolve();
const after = { decided: null, noted: null, open: null, reload: null }; // what main does then

export const whenDecided = (acts) => Object.assign(after, acts);

// One thing after the other: keys may come faster than the disk.
export function serial(work) {
  chain = chain.then(work).catch(failed);
  return chain;
}

export async function failed(error) {
  if (error instanceof Refusal) {
    const row = error.answer.row;
    notice(row ? t("conflict", row.by, row.after) : error.message);
    if (error.status === 409) await after.reload();
    return;
  }
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return notice(t("lost"), { stays: true });
  notice(error.message);
  throw error;
}

// The word is shown as decided at once, and the next one comes; if it cannot be noted, that is told.
function decide(text, isChosen) {
  const item = current();
  if (!item) return null;
  const was = item.row;
  const isEverywhere = byId("everywhere").checked;
  byId("everywhere").checked = false;
  item.row = { id: NONE, by: state.by, after: text, chosen: isChosen, everywhere: isEverywhere };
  const { page } = state;
  wait(1);
  after.decided(state.current);
  return serial(() => send(page, item, was, text));
}

let waiting = 0; // decisions that are not on the disk yet

function wait(by) {
  waiting += by;
  document.documentElement.dataset.waiting = waiting;
}

addEventListener("beforeunload", (event) => waiting && event.preventDefault());

async function send(page, item, was, text) {
  const { chosen, everywhere } = item.row;
  try {
    const row = await post(`api/decide/${page.number}`, {
      text: item.text, start: item.start, end: item.end, original: page.original, seen: was?.id ?? 0,
      proposed: item.proposed, after: text, chosen, everywhere, by: state.by,
    });
    keep(row, page.number);
    Object.assign(item.row, { id: row.id, by: row.by, at: row.at });
  } catch (error) {
    item.row = was;
    throw error;
  } finally {
    wait(-1);
    const here = sameAs(item);
    if (here) here.row = item.row;
    after.noted(here);
  }
  if (everywhere) await after.reload();
}

export const accept = () => current() && decide(current().proposed, false);
export const reject = () => current() && decide(current().before, false);
export const type = (text) => decide(text.replaceAll("⏎", "\n"), false);

export function choose(n) {
  const form = current()?.hypotheses?.[n];
  return form === undefined ? null : decide(form, true);
}

// Take back the last row of this window, or else one's last decision on the page; its page comes.
export const undo = () =>
  serial(async () => {
    const here = state.page.items.filter((item) => item.row?.by === state.by).map((item) => item.row.id);
    const { id, number } = state.made.pop() ?? { id: Math.max(NONE, ...here), number: state.page.number };
    if (id === NONE) return announce(t("nothing-to-undo")), notice(t("nothing-to-undo"));
    const row = await post("api/undo", { id, by: state.by });
    state.last = Math.max(state.last, row.id);
    if (number !== state.page.number) await after.open(number);
    const at = state.page.items.findIndex((item) => item.row?.id === id);
    const form = at === NONE ? "" : state.page.items[at].before;
    await after.reload(at === NONE ? undefined : at);
    announce(t("undone", form));
  });
