// The table of pages: sorted by any column, filtered, some hundred rows at a time; and the theme.

const byId = (id) => document.getElementById(id);
const { rows, few, bins, columns } = JSON.parse(byId("data").textContent);
const STEP = 200; // rows that are drawn at once
const NAME = 0, FILES = 1, WORDS = 2, NOW = 4, EDITS = 5;
const FIELDS = [NAME, 2, 3, 4, 5, 6, 7, 8, 9]; // of a row, by column of the table
const COUNTS = [WORDS, EDITS];
const STORED = "svfix-diff-theme";

let sorted = null; // a column and whether the largest come first; null is the order that was given
let drawn = STEP;

// A rate as the page itself writes it: two digits that say something.
function percent(rate) {
  if (rate === undefined) return "–";
  const points = 100 * rate;
  if (points === 0 || points >= 100) return `${points.toFixed(0)}%`;
  if (points >= 10) return `${points.toFixed(1)}%`;
  return points >= 0.01 ? `${points.toFixed(2)}%` : `${Number(points.toPrecision(1))}%`;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function rowOf(row) {
  const files = row[FILES].flatMap(([suffix, link], n) => [
    ...(n ? [" · "] : []),
    link ? element("a", { href: link }, suffix) : suffix,
  ]);
  const head = element("th", { scope: "row" }, row[NAME], " ", element("small", {}, ...files));
  const cells = FIELDS.slice(1, columns).map((field) => {
    const value = row[field];
    return element("td", {}, COUNTS.includes(field) ? value.toLocaleString("en") : percent(value));
  });
  return element("tr", { className: row[WORDS] < few ? "few" : "" }, head, ...cells);
}

// Whether a page is expected to have as many wrong words as the choice says.
function isIn(row, bin) {
  const share = row[NOW];
  const end = bins[bin + 1]?.[0] ?? Infinity;
  return row[WORDS] >= few && share >= bins[bin][0] && share < end;
}

function passing() {
  const name = byId("name").value.toLowerCase();
  const bin = byId("bin").value;
  const found = rows.filter(
    (row) =>
      (!name || `${row[NAME]}.${row[FILES].map(([suffix]) => suffix)}`.toLowerCase().includes(name)) &&
      (!byId("edited").checked || row[EDITS]) &&
      (bin === "" || isIn(row, Number(bin))),
  );
  if (!sorted) return found;
  const field = FIELDS[sorted.column];
  const sign = sorted.isDown ? -1 : 1;
  if (field === NAME) return found.sort((a, b) => sign * a[NAME].localeCompare(b[NAME], "sv", { numeric: true }));
  return found.sort((a, b) => sign * ((a[field] ?? -1) - (b[field] ?? -1)));
}

function draw() {
  const found = passing();
  byId("table").tBodies[0].replaceChildren(...found.slice(0, drawn).map(rowOf));
  byId("more").hidden = found.length <= drawn;
  const all = rows.length.toLocaleString("en");
  byId("count").textContent = found.length === rows.length ? `${all} pages` : `${found.length.toLocaleString("en")} of ${all} pages`;
}

function redraw() {
  drawn = STEP;
  draw();
}

// Numbers begin with the largest, names with the first.
function sortBy(head) {
  const column = Number(head.dataset.column);
  const isDown = sorted?.column === column ? !sorted.isDown : FIELDS[column] !== NAME;
  sorted = { column, isDown };
  for (const one of document.querySelectorAll("#table thead th")) one.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  redraw();
}

const isDark = () => document.documentElement.dataset.theme === "dark";

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

function startTheme() {
  let stored = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    // A browser that stores nothing for files: the choice lasts while the page is open.
  }
  setTheme(stored ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () => {
    setTheme(isDark() ? "light" : "dark");
    try {
      localStorage.setItem(STORED, document.documentElement.dataset.theme);
    } catch {
      // As above.
    }
  });
}

function pick(event) {
  const link = event.target.closest?.("[data-pick-bin]");
  if (!link) return;
  event.preventDefault();
  byId("bin").value = link.dataset.pickBin;
  redraw();
  byId("pages").scrollIntoView();
}

function start() {
  startTheme();
  bins.forEach(([, name], number) => byId("bin").append(element("option", { value: number }, name)));
  for (const head of document.querySelectorAll("#table thead th")) {
    head.firstElementChild.addEventListener("click", () => sortBy(head));
  }
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  byId("tools").addEventListener("input", redraw);
  byId("more").addEventListener("click", () => {
    drawn += STEP;
    draw();
  });
  document.addEventListener("click", pick);
  draw();
  document.documentElement.dataset.ready = "true";
}

start();
