// Choices: which words are stepped through, the language, and dark or light.

import { drawCard } from "./card.js";
import { byId, store, stored } from "./dom.js";
import { options } from "./queue.js";
import { beside, current, NONE, passes, state } from "./state.js";
import { setLanguage, translate } from "./strings.js";
import { redressAll } from "./text.js";
import { drawTop } from "./top.js";
import { select } from "./words.js";

const KINDS = ["left", "", "edit", "word", "unknown", "number", "name"];
const SURE = ["1", "0.95", "0.8", "0.5"];

export function drawRules() {
  const here = [...new Set(state.page.items.flatMap((item) => item.rule.split("+")))].filter(Boolean).sort();
  if (state.choice.rule && !here.includes(state.choice.rule)) here.push(state.choice.rule);
  options(byId("rule"), ["", ...here], "rule-", state.choice.rule);
}

export function drawFilters() {
  options(byId("kind"), KINDS, "kind-", state.choice.kind);
  options(byId("sure"), SURE, "sure-", String(state.choice.sure));
  options(byId("order"), ["sure", "text"], "order-", state.choice.order);
  if (state.page) drawRules();
}

export function chosen() {
  state.choice = { kind: byId("kind").value, rule: byId("rule").value, sure: Number(byId("sure").value), order: byId("order").value };
  store("order", state.choice.order);
  if (!state.page) return;
  if (current() && !passes(current())) state.current = NONE;
  redressAll();
  select(state.current === NONE ? beside(1) : state.current, { isQuiet: true });
  redressAll();
}

export function speak(isSv) {
  setLanguage(isSv ? "sv" : "en");
  store("language", isSv ? "sv" : "en");
  translate();
  drawFilters();
  if (!state.page) return;
  redressAll();
  drawCard();
  drawTop();
}

export const isDark = () => document.documentElement.dataset.theme === "dark";

export function setTheme(theme, isStored) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  if (isStored) store("theme", theme);
}

export function restoreChoices() {
  state.choice.order = stored("order") === "text" ? "text" : "sure";
  const system = matchMedia("(prefers-color-scheme: dark)");
  setTheme(stored("theme") ?? (system.matches ? "dark" : "light"), false);
  system.addEventListener("change", () => stored("theme") ?? setTheme(system.matches ? "dark" : "light", false));
  setLanguage(stored("language") ?? (/^(sv|nb|nn|da)/.test(navigator.language) ? "sv" : "en"));
}
