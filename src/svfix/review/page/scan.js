// The picture of the page: zoomed to the line, the word boxed.

import { byId } from "./dom.js";
import { current, state } from "./state.js";
import { t } from "./strings.js";

const LINE = [30, 56]; // CSS pixels that a line is high, once zoomed to: at least and at most
const MOST = 3; // CSS pixels a pixel of the scan has at most
const STEP = 1.25;
const MARGIN = 24;

const view = { number: null, sheet: null, zoom: 1, x: 0, y: 0, isWhole: false };

const pane = () => byId("sheet");
const size = () => state.page?.sheets[view.sheet] ?? null;
const fitting = () => Math.min(pane().clientWidth / size().width, pane().clientHeight / size().height);

// Show the physical page of an item, or the first one that has a picture.
export function showSheet(item) {
  const known = Object.keys(state.page.sheets).filter((sheet) => state.page.sheets[sheet]);
  const wanted = String(item?.sheet ?? "");
  const sheet = known.includes(wanted) ? wanted : known[0];
  byId("scan").hidden = sheet === undefined;
  document.body.classList.toggle("with-scan", sheet !== undefined);
  if (sheet === undefined) return;
  if (view.number !== state.page.number || view.sheet !== sheet) {
    Object.assign(view, { number: state.page.number, sheet });
    byId("picture").src = `picture/${view.number}/${view.sheet}`;
    pane().setAttribute("aria-label", t("picture-of", state.page.name));
  }
  focusOn(item);
}

export function focusOn(item) {
  if (!size()) return;
  byId("no-box").hidden = !item || Boolean(item.box);
  if (item?.box && !view.isWhole) toLine(item);
  else toPage();
}

function toLine({ box, line }) {
  const [left, top, right, bottom] = line ?? box;
  const height = Math.max(8, bottom - top);
  const across = (pane().clientWidth - 2 * MARGIN) / Math.max(1, right - left);
  const [least, most] = LINE.map((high) => high / height);
  view.zoom = Math.max(fitting(), Math.min(MOST, most, Math.max(across, least)));
  center((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, line);
}

function center(x, y, line = null) {
  const { clientWidth: width, clientHeight: height } = pane();
  let left = width / 2 - x * view.zoom;
  if (line && (line[2] - line[0]) * view.zoom <= width - 2 * MARGIN) left = width / 2 - ((line[0] + line[2]) / 2) * view.zoom;
  Object.assign(view, { x: left, y: height / 2 - y * view.zoom });
  draw();
}

function toPage() {
  view.zoom = fitting();
  Object.assign(view, { x: (pane().clientWidth - size().width * view.zoom) / 2, y: 0 });
  draw();
}

// Keep the picture in the pane, or in its middle where it is smaller.
function bounded(at, whole, room) {
  return whole <= room ? (room - whole) / 2 : Math.min(0, Math.max(room - whole, at));
}

function draw() {
  const [width, height] = [size().width * view.zoom, size().height * view.zoom];
  view.x = bounded(view.x, width, pane().clientWidth);
  view.y = bounded(view.y, height, pane().clientHeight);
  Object.assign(byId("picture").style, { width: `${width}px`, height: `${height}px`, transform: `translate(${view.x}px, ${view.y}px)` });
  const item = current();
  const isHere = item && String(item.sheet) === view.sheet;
  place(byId("line-box"), isHere ? item.line : null, 4);
  place(byId("word-box"), isHere ? item.box : null, 3);
}

function place(element, box, around) {
  element.hidden = !box;
  if (!box) return;
  const [left, top, right, bottom] = box.map((side) => side * view.zoom);
  Object.assign(element.style, {
    transform: `translate(${view.x + left - around}px, ${view.y + top - around}px)`,
    width: `${right - left + 2 * around}px`,
    height: `${bottom - top + 2 * around}px`,
  });
}

function zoomBy(factor, x = pane().clientWidth / 2, y = pane().clientHeight / 2) {
  if (!size()) return;
  const zoom = Math.max(fitting() / 2, Math.min(MOST * 2, view.zoom * factor));
  const real = zoom / view.zoom;
  Object.assign(view, { zoom, x: x - (x - view.x) * real, y: y - (y - view.y) * real });
  draw();
}

export const zooms = {
  in: () => zoomBy(STEP),
  out: () => zoomBy(1 / STEP),
  line: () => ((view.isWhole = false), focusOn(current())),
  page: () => ((view.isWhole = true), focusOn(current())),
  flip: () => ((view.isWhole = !view.isWhole), focusOn(current())),
};

function startDragging() {
  const touches = new Map();
  pane().addEventListener("pointerdown", (event) => {
    pane().setPointerCapture(event.pointerId);
    touches.set(event.pointerId, [event.clientX, event.clientY]);
  });
  pane().addEventListener("pointermove", (event) => {
    const from = touches.get(event.pointerId);
    if (!from || !size()) return;
    const apart = spread(touches);
    touches.set(event.pointerId, [event.clientX, event.clientY]);
    if (touches.size === 2) return zoomBy(spread(touches) / apart);
    view.x += event.clientX - from[0];
    view.y += event.clientY - from[1];
    draw();
  });
  for (const kind of ["pointerup", "pointercancel"]) pane().addEventListener(kind, (event) => touches.delete(event.pointerId));
}

// How far apart two fingers are.
function spread(touches) {
  if (touches.size < 2) return 1;
  const [[a, b], [c, d]] = [...touches.values()];
  return Math.max(1, Math.hypot(a - c, b - d));
}

const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

export function startScan() {
  startDragging();
  pane().addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    if (!by || !size()) return;
    event.preventDefault();
    event.stopPropagation();
    view.x += by[0];
    view.y += by[1];
    draw();
  });
  pane().addEventListener("wheel", (event) => {
    if (!size()) return;
    event.preventDefault();
    const at = pane().getBoundingClientRect();
    zoomBy(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX - at.left, event.clientY - at.top);
  }, { passive: false });
  byId("zoom-in").addEventListener("click", zooms.in);
  byId("zoom-out").addEventListener("click", zooms.out);
  byId("zoom-line").addEventListener("click", zooms.line);
  byId("zoom-page").addEventListener("click", zooms.page);
  new ResizeObserver(() => state.page && focusOn(current())).observe(pane());
}
