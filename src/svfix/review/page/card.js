// The card of the word at hand: what was read, what stands there now, and what can be done.

import { byId, make, marked, shown } from "./dom.js";
import { current, isDoubt, isEdit, outcome, passing, standing, state } from "./state.js";
import { figure, percent, t } from "./strings.js";
import { told } from "./text.js";

const SIGNS = { accepted: "✓", rejected: "↶", chosen: "✓", corrected: "✎" };

function why(item) {
  const rows = [t(`is-${item.kind}`)];
  if (item.kind === "edit") rows.push(item.rule, t("confidence", percent(item.confidence, item.confidence > 0.99 ? 1 : 0)));
  if (item.kind === "word" || item.kind === "unknown") rows.push(t("right-by", chance(item.confidence)));
  if (item.reason) rows.push(item.reason);
  const row = item.row;
  if (row) rows.push([t(outcome(item)), row.everywhere ? t("everywhere-told") : "", row.by ? t("by", row.by) : ""].filter(Boolean).join(" "));
  return rows.join(" · ");
}

const chance = (share) => (share < 0.001 ? `< ${percent(0.001, 1)}` : percent(share, share < 0.01 ? 1 : 0));

function drawForms(item) {
  const now = standing(item);
  const isChanged = now !== item.before;
  byId("before").replaceChildren(...(isChanged ? marked(item.before, now) : [shown(item.before)]));
  byId("before").classList.toggle("gone", isChanged);
  byId("arrow").hidden = byId("after").hidden = !isChanged;
  byId("after").replaceChildren(...(isChanged ? marked(now, item.before) : []));
  byId("sign").textContent = SIGNS[outcome(item)] ?? (isDoubt(item) ? "?" : "");
}

// In how many places of the batch a decision can be taken at once.
export function drawPlaces(item) {
  byId("everywhere-told").textContent = item.places > 1 ? t("everywhere", figure(item.places)) : t("everywhere-1");
}

function drawActs(item) {
  byId("accept-told").replaceChildren(isEdit(item) ? t("accept") : t("as-it-stands"));
  byId("reject").hidden = !isEdit(item);
  drawPlaces(item);
  const hypotheses = (item.hypotheses ?? []).slice(0, 9);
  byId("hypotheses").replaceChildren(
    ...hypotheses.map((form, n) => {
      const button = make("button", { type: "button", lang: "sv", className: item.row && item.row.after === form ? "taken" : "" }, make("kbd", {}, String(n + 1)), " ", shown(form));
      button.dataset.n = n;
      button.setAttribute("aria-keyshortcuts", String(n + 1));
      return make("li", {}, button);
    }),
  );
  if (document.activeElement !== byId("typed")) byId("typed").value = standing(item).replaceAll("\n", "⏎");
}

export function drawCard() {
  const item = current();
  const found = passing();
  const left = found.filter((i) => !state.page.items[i].row).length;
  byId("dock").classList.toggle("empty", !item);
  byId("acts").hidden = !item;
  byId("before").parentElement.hidden = byId("why").hidden = !item;
  const at = found.indexOf(state.current);
  const place = at < 0 ? "" : t("of", figure(at + 1), figure(found.length));
  byId("position").textContent = [place, left ? t("left", figure(left)) : found.length ? t("all-decided") : t("none-shown")].filter(Boolean).join(" · ");
  byId("previous").disabled = byId("next").disabled = !found.length;
  byId("page-done").classList.toggle("ready", !left);
  byId("done-told").textContent = state.page?.done ? t("not-done") : t("done-next");
  byId("done").setAttribute("aria-pressed", String(Boolean(state.page?.done)));
  if (!item) {
    byId("word-told").textContent = byId("position").textContent;
    return;
  }
  drawForms(item);
  drawActs(item);
  byId("why").textContent = why(item);
  byId("word-told").textContent = `${told(item)}. ${why(item)}. ${byId("position").textContent}`;
}
