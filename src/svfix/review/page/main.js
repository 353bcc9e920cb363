// What starts the page, and what goes on meanwhile.

import { tellPartly } from "./check.js";
import { drawFilters, restoreChoices } from "./choices.js";
import { failed, serial, whenDecided } from "./decide.js";
import { get, notice } from "./dom.js";
import { isTyping, onKey, startButtons, startText } from "./keys.js";
import { tellChanges, whenLearned } from "./learn.js";
import { open, openHash, reload } from "./pages.js";
import { BY, refreshQueue, restoreWanted } from "./queue.js";
import { startScan } from "./scan.js";
import { isOwn, state } from "./state.js";
import { t, translate } from "./strings.js";
import { drawTop } from "./top.js";
import { decided, noted } from "./words.js";

const POLL = 2500; // ms between two looks at what others decided
let isLost = false; // whether the server did not answer

// What others decided, and how far the estimates are.
async function poll() {
  if (document.hidden) return;
  const answer = await get(`api/changes?since=${state.last}`);
  if (isLost) notice(t("back"));
  isLost = false;
  refreshQueue(answer.totals);
  tellPartly(answer.totals);
  tellChanges(answer);
  const theirs = answer.rows.filter((row) => !isOwn(row));
  if (theirs.length && isTyping(document.activeElement)) return; // they are asked for again
  state.last = Math.max(state.last, answer.last);
  if (theirs.length && state.page) await serial(() => reload());
}

async function pollForever() {
  for (;;) {
    await new Promise((done) => setTimeout(done, POLL));
    try {
      await poll();
    } catch (error) {
      if (!isLost) notice(t("lost"), { stays: true });
      isLost = true;
    }
  }
}

async function start() {
  restoreChoices();
  restoreWanted();
  translate();
  const { by, journal, rules } = await get("api/start");
  Object.assign(state, { by: sessionStorage.getItem(BY) ?? by, journal, rules });
  drawFilters();
  startScan();
  startText();
  startButtons();
  whenDecided({ decided, noted, open, reload });
  whenLearned(() => reload());
  addEventListener("keydown", onKey);
  addEventListener("hashchange", () => serial(openHash));
  drawTop();
  await openHash();
  document.documentElement.dataset.ready = "true";
  pollForever();
}

start().catch(failed);
