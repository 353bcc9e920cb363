// The lines of one page as a table: a column for each text, a row for each line of the reference.

function makeTable(p, chosen) {
  const { rows } = pages[p];
  const numbers = numbersOf(p);
  const body = make("tbody");
  let next = 0;
  for (const r of chosen) {
    if (r > next) body.append(makeGap(r - next));
    body.append(makeRow(rows[r], numbers[r], r));
    next = r + 1;
  }
  if (rows.length > next) body.append(makeGap(rows.length - next));
  const heads = columns.map(({ label }) => make("th", { scope: "col" }, label));
  const corner = make("th", { scope: "col", className: "number" }, make("span", { className: "hidden" }, "Line"));
  return make("table", { className: "lines", role: "table" }, make("thead", {}, make("tr", {}, corner, ...heads)), body);
}

// The number of the first difference of each row.
function numbersOf(p) {
  let d = firstOf[p];
  return pages[p].rows.map((row) => {
    const first = d;
    for (const piece of row) if (Array.isArray(piece)) d++;
    return first;
  });
}

function makeGap(count) {
  const cell = make("td", { role: "cell", colSpan: columns.length + 1 }, `${plural(count, "line")} not shown`);
  return make("tr", { className: "gap-row", role: "row" }, cell);
}

function makeRow(row, first, r) {
  const line = make("tr", { className: "line", role: "row" });
  line.dataset.row = r;
  line.append(make("th", { scope: "row", role: "rowheader", className: "number" }, String(row[0])));
  columns.forEach(({ label }, c) => {
    const cell = make("td", { role: "cell", lang: "sv" });
    cell.dataset.label = label;
    let d = first;
    row.slice(1).forEach((piece, i) => {
      if (i) cell.append(" ");
      if (typeof piece === "string") cell.append(visible(piece));
      else if (Array.isArray(piece)) cell.append(makeMark(piece, d++, c));
      else cell.append(make("span", { className: "layout", title: `${piece.layout}, not scored` }, visible(piece.forms[c])));
    });
    line.append(cell);
  });
  return line;
}

function makeMark(difference, d, c) {
  const text = difference[FORMS][c];
  if (!passing[d]) return make("span", { className: "off" }, visible(text));
  const mark = make("mark", {}, visible(text));
  mark.dataset.d = d;
  if (difference[OUTCOME] !== NONE) mark.dataset.outcome = outcomes[difference[OUTCOME]].name;
  mark.dataset.class = classes[difference[CLASS]].name;
  if (!text) mark.classList.add("nothing");
  if (difference[MOVED]) mark.classList.add("moved");
  if (d === current) mark.classList.add("current");
  if (c === HYPOTHESIS) {
    mark.dataset.sign = kind(difference).sign;
    mark.tabIndex = d === current ? 0 : -1;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", describe(difference));
  }
  return mark;
}
