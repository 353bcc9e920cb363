// Keys, clicks, and what they do.

import { drawCard } from "./card.js";
import { showCheck } from "./check.js";
import { chosen, isDark, setTheme, speak } from "./choices.js";
import { accept, choose, failed, reject, serial, type, undo } from "./decide.js";
import { byId, notice } from "./dom.js";
import { onFindKey } from "./finding.js";
import { keysWork, showHelp } from "./help.js";
import { showLearn } from "./learn.js";
import { findNear, open, togglePage, toPage } from "./pages.js";
import { showQueue } from "./queue.js";
import { zooms } from "./scan.js";
import { state } from "./state.js";
import { isSwedish } from "./strings.js";
import { pick, wordUnder } from "./text.js";
import { select, step } from "./words.js";

const STEPS = ["n", "p", "j", "k", "+", "-"];

const KEYS = {
  a: accept, Enter: accept, r: reject, u: undo, n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
  "]": () => serial(() => toPage(1)), "[": () => serial(() => toPage(-1)), g: () => serial(togglePage),
  t: () => (byId("typed").focus(), byId("typed").select()), e: () => byId("everywhere").click(), o: () => flip("order"),
  "/": () => (byId("filters").classList.add("open"), byId("find").focus()), "+": zooms.in, "-": zooms.out, z: zooms.flip, q: () => showQueue(state.rules).catch(failed),
  l: () => showLearn().catch(failed), s: () => showCheck().catch(failed), d: () => byId("theme").click(), i: () => byId("language").click(), "?": () => showHelp(state.journal),
};

function flip(id) {
  const select = byId(id);
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  chosen();
}

export const isTyping = (target) => target.matches("input:not([type=checkbox]), select, textarea");

export function onKey(event) {
  if (document.querySelector("dialog[open]") || (!state.page && !"qdi?[]".includes(event.key))) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isTyping(event.target)) {
    event.preventDefault();
    return undo();
  }
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if ([" ", "Enter"].includes(event.key) && event.target.matches("button, a, summary, label, input")) return;
  if (!keysWork() && event.key.length === 1) return;
  if (event.repeat && !STEPS.includes(event.key)) return; // a key that is held decides once
  const n = Number(event.key) - 1;
  const act = n >= 0 ? () => choose(n) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

export function startText() {
  byId("text").addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-i]");
    if (mark) return select(Number(mark.dataset.i));
    if (!getSelection().isCollapsed) return;
    const word = wordUnder(event.clientX, event.clientY);
    if (word) select(pick(word));
  });
}

export function startButtons() {
  const acts = {
    accept, reject, undo, previous: () => step(-1), next: () => step(1), "previous-page": KEYS["["], "next-page": KEYS["]"], done: KEYS.g,
    "open-queue": KEYS.q, "open-learn": KEYS.l, "open-check": KEYS.s, "open-help": KEYS["?"], language: () => speak(!isSwedish()),
    theme: () => setTheme(isDark() ? "light" : "dark", true), "notice-close": () => notice(""),
  };
  for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", () => act());
  byId("hypotheses").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(Number(button.dataset.n));
  });
  byId("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    byId("word").focus();
    type(byId("typed").value);
  });
  byId("typed").addEventListener("keydown", (event) => {
    if (event.key === "Escape") (drawCard(), byId("word").focus());
  });
  for (const id of ["kind", "rule", "sure", "order"]) byId(id).addEventListener("change", chosen);
  byId("open-filters").addEventListener("click", () => byId("open-filters").setAttribute("aria-expanded", String(byId("filters").classList.toggle("open"))));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("find").addEventListener("keydown", onFindKey);
  byId("find").addEventListener("input", () => (byId("found").textContent = ""));
  byId("queue").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-number]");
    if (!link) return;
    event.preventDefault();
    byId("queue").close();
    serial(() => open(Number(link.dataset.number)));
  });
  byId("queue").addEventListener("close", () => state.page && findNear().catch(failed));
}
