// The queue: all pages, sorted, filtered and searched.

import { byId, get, make, store, stored } from "./dom.js";
import { state } from "./state.js";
import { figure, has, percent, t } from "./strings.js";

const ROWS = 50; // pages that are shown at once
const STATES = ["", "open", "done", "changed", "unread"];
const KINDS = ["", "edit", "word", "unknown", "number", "name"];
const ORDERS = ["wrong", "left", "sure", "name"];
const SURE = ["1", "0.95", "0.8", "0.5"];
const WAIT = 200; // ms after a key before it is searched
export const BY = "svfix-review-by"; // of this window alone: others may sit at another
let first = 0;
let timer = 0;

export const asQuery = (more = {}) => new URLSearchParams({ ...state.wanted, ...more }).toString();

// The order is remembered from batch to batch; a filter would hide pages of another.
export function restoreWanted() {
  const order = stored("pages-order");
  if (ORDERS.includes(order)) state.wanted.order = order;
}

// Options with their names, of which one is chosen.
export function options(select, values, prefix, chosen) {
  select.replaceChildren(...values.map((value) => make("option", { value }, has(prefix + value) ? t(prefix + value) : value)));
  select.value = chosen;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

function choice(name, values, prefix, label) {
  const select = make("select", { id: `queue-${name}` });
  options(select, values, prefix, String(state.wanted[name]));
  select.addEventListener("change", () => want(name, select.value));
  return make("label", {}, make("span", {}, t(label)), select);
}

function want(name, value) {
  state.wanted[name] = value;
  store("pages-order", state.wanted.order);
  first = 0;
  fill();
}

export function header(dialog, id, title) {
  const close = make("button", { className: "close", type: "button" }, "×");
  close.setAttribute("aria-label", t("close"));
  close.addEventListener("click", () => dialog.close());
  return make("header", {}, make("h2", { id }, title), close);
}

export function showQueue(rules) {
  const dialog = byId("queue");
  const search = make("input", { type: "search", id: "queue-search", value: state.wanted.search, autocomplete: "off" });
  search.setAttribute("aria-label", t("search-pages"));
  search.placeholder = t("search-pages");
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => want("search", search.value), WAIT);
  });
  const filters = make("form", { className: "filters" }, search,
    choice("order", ORDERS, "order-", "order"), choice("state", STATES, "state-", "state"),
    choice("kind", KINDS, "kind-", "show"), choice("rule", ["", ...rules], "rule-", "rule"), choice("sure", SURE, "sure-", "sure"));
  filters.addEventListener("submit", (event) => event.preventDefault());
  const by = make("input", { id: "by", value: state.by, autocomplete: "name", maxLength: 100 });
  by.addEventListener("change", () => {
    state.by = by.value.trim();
    sessionStorage.setItem(BY, state.by);
  });
  dialog.replaceChildren(
    header(dialog, "queue-title", t("queue-title")),
    make("p", { id: "queue-totals", className: "soft" }),
    filters,
    make("p", { id: "queue-count", className: "hidden", "aria-live": "polite" }),
    make("div", { id: "queue-rows", role: "region", tabIndex: 0 }),
    make("footer", {}, make("div", { id: "queue-steps" }), make("label", { className: "reviewer" }, make("span", {}, t("reviewer")), by)),
  );
  byId("queue-rows").setAttribute("aria-label", t("queue-title"));
  if (!dialog.open) dialog.showModal();
  search.focus();
  return fill();
}

export function totalsTold(totals) {
  const decided = totals.items - totals.left;
  const told = t("totals", figure(totals.pages), figure(totals.done), figure(decided), figure(totals.items));
  return totals.known < totals.pages ? `${told} ${t("measuring", figure(totals.known), figure(totals.pages))}` : told;
}

async function fill() {
  const answer = await get(`api/queue?${asQuery({ start: first, count: ROWS })}`);
  if (!byId("queue-rows")) return;
  byId("queue-totals").textContent = totalsTold(answer.totals);
  const focused = document.activeElement.dataset.number;
  byId("queue-rows").replaceChildren(answer.rows.length ? table(answer.rows) : make("p", { className: "soft" }, t("no-rows")));
  if (focused) byId("queue-rows").querySelector(`a[data-number="${focused}"]`)?.focus();
  const last = Math.min(answer.count, first + ROWS);
  const told = t("rows-of", figure(answer.count ? first + 1 : 0), figure(last), figure(answer.count));
  if (byId("queue-count").textContent !== told) byId("queue-count").textContent = told;
  const step = (label, to, isThere) => {
    const button = make("button", { type: "button", disabled: !isThere }, label);
    button.addEventListener("click", () => ((first = to), fill()));
    return button;
  };
  byId("queue-steps").replaceChildren(
    step(t("earlier"), first - ROWS, first > 0),
    make("span", { className: "soft" }, told),
    step(t("later"), first + ROWS, last < answer.count),
  );
}

function table(rows) {
  const heads = ["column-name", "column-wrong", "column-share", "column-left", "column-state"];
  const head = make("tr", {}, ...heads.map((key) => make("th", { scope: "col" }, t(key))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows.map(row)));
}

function row(one) {
  const link = make("a", { href: `#page=${one.number}` }, one.name);
  link.dataset.number = one.number;
  const share = make("progress", { max: one.items || 1, value: one.items ? one.items - one.left : one.known ? 1 : 0, "aria-hidden": "true" });
  const left = one.known ? make("span", {}, share, ` ${figure(one.left)}`) : "–";
  const wrong = one.known ? figure(Math.round(one.wrong * 10) / 10) : "–";
  const told = one.fault || t(`state-${one.state}`);
  const cells = [wrong, one.known && one.words ? percent(one.after, 1) : "–", left, make("span", { className: `state ${one.fault ? "fault" : one.state}` }, told)];
  const isHere = one.number === state.page?.number;
  return make("tr", { className: isHere ? "here" : "" }, make("th", { scope: "row" }, link), ...cells.map((cell) => make("td", {}, cell)));
}

// Follow how far the estimates are, while the queue is open.
export function refreshQueue(totals) {
  if (!byId("queue").open) return;
  byId("queue-totals").textContent = totalsTold(totals);
  if (totals.known < totals.pages) fill();
}
