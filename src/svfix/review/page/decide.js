// Deciding: what is sent to the server, what comes back, and taking it back.

import { announce, byId, notice, post, Refusal } from "./dom.js";
import { current, NONE, state } from "./state.js";
import { t } from "./strings.js";

let chain = Promise.resolve();
const after = { decided: null, reload: null }; // what main does then

export const whenDecided = (decided, reload) => Object.assign(after, { decided, reload });

// One thing after the other: keys may come faster than the disk.
export function serial(work) {
  chain = chain.then(work).catch(failed);
  return chain;
}

export async function failed(error) {
  if (error instanceof Refusal) {
    const row = error.answer.row;
    notice(row ? t("conflict", row.by, row.after) : error.message);
    if (error.status === 409) await after.reload?.();
    return;
  }
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return notice(t("lost"), { stays: true });
  notice(error.message);
  throw error;
}

async function decide(text, isChosen) {
  const item = current();
  if (!item) return;
  const { page } = state;
  const isEverywhere = byId("everywhere").checked && !byId("everywhere").disabled;
  const row = await post(`api/decide/${page.number}`, {
    text: item.text, start: item.start, end: item.end, original: page.original, seen: item.row?.id ?? 0,
    proposed: item.proposed, after: text, chosen: isChosen, everywhere: isEverywhere, by: state.by,
  });
  byId("everywhere").checked = false;
  state.made.push(row.id);
  state.last = Math.max(state.last, row.id);
  item.row = { id: row.id, by: row.by, at: row.at, after: row.after, chosen: Boolean(row.chosen), everywhere: isEverywhere };
  await after.decided(state.current, isEverywhere);
}

export const accept = () => serial(() => current() && decide(current().proposed, false));
export const reject = () => serial(() => current() && decide(current().before, false));

export const choose = (n) =>
  serial(() => {
    const form = current()?.hypotheses?.[n];
    return form === undefined ? null : decide(form, true);
  });

export const type = (text) => serial(() => decide(text.replaceAll("⏎", "\n"), false));

// Take back the last decision of this window, or else the last one on the page.
export const undo = () =>
  serial(async () => {
    const here = state.page.items.filter((item) => item.row).map((item) => item.row.id);
    const id = state.made.pop() ?? (here.length ? Math.max(...here) : NONE);
    if (id === NONE) return announce(t("nothing-to-undo")), notice(t("nothing-to-undo"));
    const at = state.page.items.findIndex((item) => item.row?.id === id);
    const form = at === NONE ? "" : state.page.items[at].before;
    const row = await post("api/undo", { id, by: state.by });
    state.last = Math.max(state.last, row.id);
    await after.reload(at);
    announce(t("undone", form));
  });
