// The pages: a heading for each, and the lines of those near the window only.
//
// A page far away is an empty box of its expected height, so that the scroll bar tells the truth
// and thousands of pages cost no more than the few in sight.

const NEAR = 1500; // CSS pixels outside the window within which a page is made ready
const LINE_HEIGHT = 26; // of a line that does not wrap, in CSS pixels; a first guess
const HEAD_HEIGHT = 30; // of the column heads
const PRINTED = 400; // pages: more take the browser minutes to lay out

const boxes = [];
const rendered = new Set();
const heights = new Map(); // of pages once drawn, while filters and layout stay
const passing = new Uint8Array(differences.length).fill(1); // by the filters
const passingOn = new Uint32Array(pages.length); // differences of each page that pass
let current = NONE; // the difference stepped to
let lineHeight = LINE_HEIGHT;
let isPrinting = false; // nothing is let go of meanwhile

const onlySome = () => byId("lines").value === "some";

function makePages() {
  const watcher = new IntersectionObserver(onNear, { rootMargin: `${NEAR}px 0px` });
  pages.forEach((page, p) => {
    const count = make("span", { className: "page-count" });
    const title = make("h3", { id: `page-${p + 1}` }, visible(page.name), " ", count);
    const body = make("div", { className: "page-body" });
    const box = make("section", { className: "page", "aria-labelledby": title.id }, title);
    for (const note of page.notes) box.append(make("p", { className: "note" }, visible(note)));
    box.append(body);
    body.dataset.page = p;
    boxes.push({ box, body, count });
    watcher.observe(body);
  });
  byId("pages").append(...boxes.map(({ box }) => box));
}

function onNear(entries) {
  for (const { target, isIntersecting } of entries) {
    const p = Number(target.dataset.page);
    if (isIntersecting) render(p);
    else if (!isPrinting && !target.contains(document.activeElement)) clear(p);
  }
}

// Which rows are drawn: all of them, or those with a difference that passes.
function chosenRows(p) {
  if (!onlySome()) return pages[p].rows.map((_, r) => r);
  const found = new Set();
  for (let d = firstOf[p]; d < firstOf[p + 1]; d++) if (passing[d]) found.add(rowOf[d]);
  return [...found];
}

// A page is left out where only lines that differ are asked for and it has none.
const isHidden = (p) => onlySome() && !passingOn[p];

function reserve(p) {
  const count = onlySome() ? chosenRows(p).length : pages[p].rows.length;
  boxes[p].body.style.height = `${heights.get(p) ?? HEAD_HEIGHT + lineHeight * count}px`;
}

function render(p) {
  if (rendered.has(p) || isHidden(p)) return;
  rendered.add(p);
  const { body } = boxes[p];
  body.replaceChildren(makeTable(p, chosenRows(p)));
  body.style.height = "";
  markFound(p);
}

function clear(p) {
  if (!rendered.delete(p)) return;
  const { body } = boxes[p];
  const height = body.offsetHeight;
  heights.set(p, height);
  lineHeight = (height - HEAD_HEIGHT) / Math.max(1, body.querySelectorAll("tr.line").length);
  body.replaceChildren();
  reserve(p);
}

// The page at the top of the window, once the summary is scrolled past.
function pageAtTop() {
  const list = byId("pages").getBoundingClientRect();
  const top = Math.max(0, byId("toolbar").getBoundingClientRect().bottom) + 20;
  if (list.top > top) return NONE;
  const body = document.elementFromPoint(list.left + 5, top)?.closest(".page")?.querySelector(".page-body");
  return body ? Number(body.dataset.page) : NONE;
}

// Draw anew after a change of filters or layout, and stay where the reader is.
function refresh() {
  const top = pageAtTop();
  heights.clear();
  const near = [...rendered];
  rendered.clear();
  boxes.forEach(({ box, body, count }, p) => {
    const all = firstOf[p + 1] - firstOf[p];
    const some = passingOn[p] < all ? `${figure(passingOn[p])} of ` : "";
    count.textContent = all ? some + plural(all, "difference") : "no differences";
    box.hidden = isHidden(p);
    body.replaceChildren();
    reserve(p);
  });
  near.forEach(render);
  if (top === NONE) return;
  const next = boxes.findIndex(({ box }, p) => p >= top && !box.hidden);
  if (next >= 0 && next !== pageAtTop()) bring(next);
}

// Draw a page and what is near it, and bring it to the window without it moving afterwards.
function bring(p, target = () => boxes[p].box, block = "start") {
  let above = 0;
  for (let q = p; q >= 0 && above < NEAR; q--) {
    render(q);
    if (q < p) above += boxes[q].box.offsetHeight;
  }
  target().scrollIntoView({ block });
}

// The row drawn for a line, if its page is drawn and it is chosen.
const rowElement = (p, r) => boxes[p].body.querySelector(`tr[data-row="${r}"]`);

addEventListener("beforeprint", () => {
  isPrinting = true;
  pages.forEach((_, p) => p < PRINTED && render(p));
  boxes.forEach(({ box }, p) => box.classList.toggle("unprinted", p >= PRINTED));
  byId("print-note").hidden = pages.length <= PRINTED;
  byId("print-note").textContent = `The first ${PRINTED} of ${figure(pages.length)} pages are printed.`;
});

addEventListener("afterprint", () => {
  isPrinting = false;
  for (const p of [...rendered]) {
    const { top, bottom } = boxes[p].body.getBoundingClientRect();
    if (bottom < -NEAR || top > innerHeight + NEAR) clear(p);
  }
});
