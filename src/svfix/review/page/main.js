// What starts the page: its choices, keys and clicks, and what goes on meanwhile.

import { drawCard, drawPlaces } from "./card.js";
import { showCheck, tellPartly } from "./check.js";
import { accept, choose, failed, reject, serial, type, undo, whenDecided } from "./decide.js";
import { announce, byId, get, notice, post, store, stored } from "./dom.js";
import { keysWork, showHelp } from "./help.js";
import { showLearn, tellChanges, whenLearned } from "./learn.js";
import { asQuery, options, refreshQueue, restoreWanted, showQueue } from "./queue.js";
import { showSheet, startScan, zooms } from "./scan.js";
import { beside, countable, current, isOwn, itemAt, keep, NONE, passes, sameAs, state, undecided } from "./state.js";
import { figure, isSwedish, setLanguage, t, translate } from "./strings.js";
import { bring, chosenAt, drawText, highlight, occurrences, pick, redress, redressAll, told, wordUnder } from "./text.js";

const POLL = 2500; // ms between two looks at what others decided
const AHEAD = 400; // ms after a page before the next one is made ready
const KINDS = ["left", "", "edit", "word", "unknown", "number", "name"];
const SURE = ["1", "0.95", "0.8", "0.5"];

let about = null; // what the server said at the start
let rules = [];
let near = { previous: null, next: null, place: null, count: 0 };
let isLost = false;
let hits = { text: "", found: [], at: NONE };

// Pages

async function open(number) {
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
  hits = { text: "", found: [], at: NONE };
  drawText();
  if (page.outdated) notice(t("outdated", figure(page.outdated)), { stays: true });
  select(beside(1, true));
  if (location.hash !== `#page=${number}`) history.replaceState(null, "", `#page=${number}`);
  document.title = `${page.name} – svfix`;
  if (state.current === NONE) byId("text").scrollTop = 0;
  drawRules();
  await findNear();
}

async function findNear(number = state.page.number) {
  const answer = await get(`api/queue?${asQuery({ start: 0, count: 0, near: number })}`);
  near = { ...answer, count: answer.count };
  rules = answer.rules;
  drawTop();
  setTimeout(() => near.next !== null && get(`api/page/${near.next}`).catch(() => null), AHEAD);
}

// The same page as it is now, with the same item at hand if it is there.
async function reload(i = state.current) {
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

async function toPage(by) {
  const number = by > 0 ? near.next : near.previous;
  if (number === null) return notice(t("no-page"));
  await open(number);
}

// Words

// Have an item at hand; quietly without taking the focus, still without moving the text.
function select(i, { isQuiet = false, isStill = false } = {}) {
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

function step(by) {
  const i = beside(by);
  if (i === NONE) return announce(t("none-shown"));
  select(i);
}

function decided(i) {
  redress(i);
  announce(told(itemAt(i)));
  const next = beside(1, true);
  select(next === NONE ? i : next);
}

// What was decided is on the disk, or could not be written there.
function noted(item) {
  if (item) redress(state.page.items.indexOf(item));
  drawCard();
  drawTop();
}

async function togglePage() {
  const isDone = !state.page.done;
  const row = await post(`api/done/${state.page.number}`, { done: isDone, by: state.by });
  state.page.done = isDone;
  keep(row);
  if (!isDone) return drawCard();
  const next = near.next;
  if (next === null) {
    notice(t("no-page"));
    return drawCard();
  }
  await open(next);
}

// The frame

function drawTop() {
  const { page } = state;
  document.body.classList.toggle("no-page", !page);
  byId("page-name").textContent = page?.name ?? t("queue");
  byId("page-place").textContent = near.place ? t("page-of", figure(near.place), figure(near.count)) : "";
  byId("previous-page").disabled = near.previous === null;
  byId("next-page").disabled = near.next === null;
  const [all, left] = [countable(), undecided()];
  byId("progress").max = all || 1;
  byId("progress").value = all ? all - left : 1;
  byId("progress-told").textContent = t("of", figure(all - left), figure(all));
}

function drawRules() {
  const here = [...new Set(state.page.items.flatMap((item) => item.rule.split("+")))].filter(Boolean).sort();
  if (state.choice.rule && !here.includes(state.choice.rule)) here.push(state.choice.rule);
  options(byId("rule"), ["", ...here], "rule-", state.choice.rule);
}

function drawFilters() {
  options(byId("kind"), KINDS, "kind-", state.choice.kind);
  options(byId("sure"), SURE, "sure-", String(state.choice.sure));
  options(byId("order"), ["sure", "text"], "order-", state.choice.order);
  if (state.page) drawRules();
}

function chosen() {
  state.choice = { kind: byId("kind").value, rule: byId("rule").value, sure: Number(byId("sure").value), order: byId("order").value };
  store("order", state.choice.order);
  if (!state.page) return;
  if (current() && !passes(current())) state.current = NONE;
  redressAll();
  select(state.current === NONE ? beside(1) : state.current, { isQuiet: true });
  redressAll();
}

function speak(isSv) {
  setLanguage(isSv ? "sv" : "en");
  store("language", isSv ? "sv" : "en");
  translate();
  drawFilters();
  if (!state.page) return;
  redressAll();
  drawCard();
  drawTop();
}

const isDark = () => document.documentElement.dataset.theme === "dark";

function setTheme(theme, isStored) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  if (isStored) store("theme", theme);
}

// Searching in the text

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
  hits = { text: "", found: [], at: NONE };
  CSS.highlights?.delete("found");
  byId("find").value = byId("found").textContent = "";
  if (i !== NONE) select(i);
}

function onFindKey(event) {
  if (event.key === "Escape") return byId("word").focus();
  if (event.key !== "Enter") return;
  event.preventDefault();
  const isNew = byId("find").value.trim() !== hits.text;
  if (isNew || event.shiftKey) find(event.shiftKey && !isNew ? -1 : 1);
  else if (event.ctrlKey || event.metaKey || hits.found.length === 1 || hits.at !== NONE) chooseFound();
}

// Keys and clicks

const KEYS = {
  a: accept, Enter: accept, r: reject, u: undo, n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
  "]": () => serial(() => toPage(1)), "[": () => serial(() => toPage(-1)), g: () => serial(togglePage),
  t: () => (byId("typed").focus(), byId("typed").select()), e: () => byId("everywhere").click(), o: () => flip("order"),
  "/": () => (byId("filters").classList.add("open"), byId("find").focus()), "+": zooms.in, "-": zooms.out, z: zooms.flip, q: () => showQueue(rules).catch(failed),
  l: () => showLearn().catch(failed), s: () => showCheck().catch(failed), d: () => byId("theme").click(), i: () => byId("language").click(), "?": () => showHelp(about.journal),
};

function flip(id) {
  const select = byId(id);
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  chosen();
}

const isTyping = (target) => target.matches("input:not([type=checkbox]), select, textarea");

function onKey(event) {
  if (document.querySelector("dialog[open]") || (!state.page && !"qdi?[]".includes(event.key))) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isTyping(event.target)) {
    event.preventDefault();
    return undo();
  }
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if ([" ", "Enter"].includes(event.key) && event.target.matches("button, a, summary, label, input")) return;
  if (!keysWork() && event.key.length === 1) return;
  const n = Number(event.key) - 1;
  const act = n >= 0 ? () => choose(n) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function startText() {
  byId("text").addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-i]");
    if (mark) return select(Number(mark.dataset.i));
    if (!getSelection().isCollapsed) return;
    const word = wordUnder(event.clientX, event.clientY);
    if (word) select(pick(word));
  });
}

function startButtons() {
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

function restoreChoices() {
  state.choice.order = stored("order") === "text" ? "text" : "sure";
  const system = matchMedia("(prefers-color-scheme: dark)");
  setTheme(stored("theme") ?? (system.matches ? "dark" : "light"), false);
  system.addEventListener("change", () => stored("theme") ?? setTheme(system.matches ? "dark" : "light", false));
  setLanguage(stored("language") ?? (/^(sv|nb|nn|da)/.test(navigator.language) ? "sv" : "en"));
}

async function start() {
  restoreChoices();
  restoreWanted();
  translate();
  about = await get("api/start");
  state.by = stored("by", about.by);
  rules = about.rules;
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

async function openHash() {
  const found = /^#page=(\d+)$/.exec(location.hash);
  if (found && Number(found[1]) === state.page?.number) return;
  if (found) return open(Number(found[1]));
  const first = await get(`api/queue?${asQuery({ start: 0, count: 1 })}`);
  if (first.rows.length) await open(first.rows[0].number);
}

start().catch(failed);
