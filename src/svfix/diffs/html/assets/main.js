// What starts the page: keys, choices, theme, links from the plots.

const NARROW = "screen and (max-width: 860px)";
const STORED = "svfix-diff-theme";

const isDark = () => document.documentElement.dataset.theme === "dark";

function setTheme(theme, isStored) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  byId("theme").title = theme === "dark" ? "Light (d)" : "Dark (d)";
  if (!isStored) return;
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // A browser that stores nothing for files: the choice lasts while the page is open.
  }
}

function startTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let stored = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    // As above.
  }
  setTheme(stored ?? (system.matches ? "dark" : "light"), false);
  system.addEventListener("change", () => setTheme(system.matches ? "dark" : "light", false));
  byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark", true));
}

const flip = (select) => {
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  select.dispatchEvent(new Event("change"));
};

const KEYS = {
  n: () => step(1),
  j: () => step(1),
  p: () => step(-1),
  k: () => step(-1),
  "]": () => stepPage(1),
  "[": () => stepPage(-1),
  "/": () => byId("search").focus(),
  l: () => flip(byId("lines")),
  c: () => !byId("colour").disabled && flip(byId("colour")),
  d: () => byId("theme").click(),
  "?": () => byId("help").showModal(),
};

function onKey(event) {
  if (event.key === "Escape") return hideTip();
  const isTyping = event.target.matches("input:not([type=checkbox], [type=range]), select, textarea");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Enter" && event.target.matches("mark[data-d]")) return select(Number(event.target.dataset.d));
  if (event.key === "o" && event.target.dataset.group) return only(event.target.dataset.group, Number(event.target.dataset.kind));
  const act = byId("keys-on").checked && KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// What the signs and colours mean.
function makeHelp() {
  const groups = { Outcomes: outcomes, Classes: classes };
  for (const [title, kinds] of Object.entries(groups)) {
    if (!kinds.length) continue;
    const list = make("dl", {});
    for (const { name, label, sign, about } of kinds) {
      const mark = make("span", { className: "sign", "aria-hidden": "true" }, sign);
      const entry = make("div", { className: "legend-of" }, make("dt", {}, mark, " ", label), make("dd", {}, about));
      entry.dataset[kinds === classes ? "class" : "outcome"] = name;
      list.append(entry);
    }
    byId("kinds").append(make("div", {}, make("h3", {}, title), list));
  }
}

function redraw() {
  const d = current;
  document.body.dataset.layout = byId("layout").value;
  document.body.dataset.colour = byClass() ? "class" : "outcome";
  hideTip();
  filter();
  if (d !== NONE && passing[d]) select(d);
}

// A window too narrow for columns gets the texts stacked; the choice stays the reader's.
function startLayout() {
  const narrow = matchMedia(NARROW);
  const fit = () => (byId("layout").value = narrow.matches ? "stacked" : "columns");
  narrow.addEventListener("change", () => {
    fit();
    redraw();
  });
  fit();
}

function toPage(p) {
  if (!(p >= 0 && p < pages.length)) return;
  if (isHidden(p)) {
    byId("lines").value = "all";
    refresh();
  }
  bring(p);
}

function showPage() {
  const p = pageAtTop();
  if (p !== NONE && document.activeElement !== byId("page")) byId("page").value = p + 1;
}

function listenToLinks() {
  document.addEventListener("click", (event) => {
    const pick = event.target.closest?.("[data-pick-class], [data-pick-outcome], [data-pick-page]");
    if (!pick) return;
    event.preventDefault();
    const { pickClass, pickOutcome, pickPage } = pick.dataset;
    if (pickPage) return toPage(Number(pickPage));
    reset();
    if (pickClass) only("class", classes.findIndex(({ name }) => name === pickClass));
    if (pickOutcome) only("outcome", outcomes.findIndex(({ name }) => name === pickOutcome));
    byId("text").scrollIntoView();
    if (passed.length) select(passed[0]);
  });
}

function goToHash() {
  const found = /^#difference-(\d+)$/.exec(location.hash);
  if (found && found[1] >= 1 && found[1] <= differences.length) select(found[1] - 1);
}

// The heads of the columns stick below the toolbar, whatever its height.
function watchToolbar() {
  const tell = () => document.documentElement.style.setProperty("--bar", `${byId("toolbar").offsetHeight - 1}px`);
  new ResizeObserver(tell).observe(byId("toolbar"));
  tell();
}

function start() {
  startTheme();
  watchToolbar();
  startLayout();
  if (!outcomes.length) {
    byId("colour").value = "class";
    byId("colour").disabled = true;
    byId("colour").parentElement.hidden = true;
  }
  makePages();
  makeFilters();
  makeHelp();
  redraw();
  listenToMarks();
  listenToSearch();
  listenToLinks();
  addEventListener("keydown", onKey);
  for (const id of ["lines", "colour", "layout"]) byId(id).addEventListener("change", redraw);
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  byId("page").max = pages.length;
  byId("page-total").textContent = figure(pages.length);
  addEventListener("scroll", () => requestAnimationFrame(showPage), { passive: true });
  byId("page-choice").hidden = pages.length < 2;
  byId("page").addEventListener("change", (event) => toPage(Number(event.target.value) - 1));
  goToHash();
  document.documentElement.dataset.ready = "true";
}

start();
