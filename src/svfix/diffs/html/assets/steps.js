// Stepping from difference to difference, and the note that tells about one.

const GAP = 6; // CSS pixels between a difference and its note
const ADDRESS_WAIT = 200; // ms: browsers allow few changes of the address a second
const tip = byId("tip");
let addressTimer = 0;
let tipped = null; // the mark that the note is about

// The first place in `passed` at or after a difference.
function placeOf(d) {
  let [low, high] = [0, passed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passed[middle] < d) low = middle + 1;
    else high = middle;
  }
  return low;
}

function step(by) {
  if (!passed.length) return announce("No difference passes the filters");
  const start = current === NONE ? firstOf[Math.max(0, pageAtTop())] : current;
  const place = placeOf(start);
  const isThere = current !== NONE && passed[place] === current;
  let next = by > 0 && !isThere ? place : place + by;
  next = (next + passed.length) % passed.length;
  select(passed[next]);
}

// To the next or previous page with a difference that passes.
function stepPage(by) {
  const from = current === NONE ? NONE : pageOf[current];
  for (let p = from + by; p >= 0 && p < pages.length; p += by) {
    if (!passingOn[p]) continue;
    let d = firstOf[p];
    while (!passing[d]) d++;
    return select(d);
  }
  announce(by > 0 ? "This is the last page with a difference" : "This is the first page with a difference");
}

const marksOf = (d) => document.querySelectorAll(`mark[data-d="${d}"]`);
const mainMark = (d) => document.querySelector(`mark[data-d="${d}"][tabindex]`);

function select(d, isBrought = true) {
  for (const mark of marksOf(current)) {
    mark.classList.remove("current");
    if (mark.hasAttribute("tabindex")) mark.tabIndex = -1;
  }
  current = d;
  if (isBrought) bring(pageOf[d], () => mainMark(d), "center");
  for (const mark of marksOf(d)) mark.classList.add("current");
  const mark = mainMark(d);
  mark.tabIndex = 0;
  mark.focus({ preventScroll: true });
  showTip(mark);
  showPosition();
  clearTimeout(addressTimer);
  addressTimer = setTimeout(showAddress, ADDRESS_WAIT);
}

// The address that leads to the current difference.
function showAddress() {
  try {
    history.replaceState(null, "", `#difference-${current + 1}`);
  } catch {
    // A frame without an address of its own.
  }
}

function showPosition() {
  const count = passed.length;
  const isThere = current !== NONE && passing[current];
  byId("position").textContent = isThere
    ? `${figure(placeOf(current) + 1)} of ${plural(count, "difference")}`
    : plural(count, "difference");
  byId("previous").disabled = byId("next").disabled = !count;
}

function announce(sentence) {
  byId("announce").textContent = sentence;
}

function showTip(mark) {
  const d = Number(mark.dataset.d);
  const difference = differences[d];
  tipped = mark;
  tip.replaceChildren(...tipContent(difference, d));
  tip.dataset.class = mark.dataset.class;
  tip.dataset.outcome = mark.dataset.outcome ?? "";
  tip.hidden = false;
  mark.setAttribute("aria-describedby", "tip");
  placeTip();
}

function tipContent(difference, d) {
  const sign = make("span", { className: "sign", "aria-hidden": "true" }, kind(difference).sign);
  const title = make("p", { className: "tip-title" }, sign, names(difference).join(" · "));
  const forms = make("dl", {});
  columns.forEach(({ label }, c) => {
    const reference = difference[FORMS][columns.length - 1];
    forms.append(make("dt", {}, label), make("dd", { lang: "sv" }, ...marked(difference[FORMS][c], reference)));
  });
  const why = [];
  if (difference[RULE] !== NONE) why.push(`rule ${rules[difference[RULE]]}`);
  if (difference[CONFIDENCE] !== null) why.push(`confidence ${difference[CONFIDENCE].toFixed(3)}`);
  if (withConfidence && !why.length) why.push("no edit made here");
  if (difference[MOVED]) why.push("in a moved block");
  const page = pages[pageOf[d]];
  why.push(`${visible(page.file)}, line ${page.rows[rowOf[d]][0]}`);
  return [title, forms, make("p", { className: "tip-why" }, why.join(" · "))];
}

// A form with the stretch that differs from the reference marked.
function marked(form, reference) {
  if (!form.trim() || form === reference) return [shown(form)];
  const [letters, others] = [[...form], [...reference]];
  const most = Math.min(letters.length, others.length);
  let [head, tail] = [0, 0];
  while (head < most && letters[head] === others[head]) head++;
  while (tail < most - head && letters.at(-1 - tail) === others.at(-1 - tail)) tail++;
  const end = letters.length - tail;
  const [before, middle, after] = [letters.slice(0, head), letters.slice(head, end), letters.slice(end)];
  return [visible(before.join("")), make("b", {}, visible(middle.join(""))), visible(after.join(""))];
}

// Under the mark or, where there is no room, above it.
function placeTip() {
  if (!tipped?.isConnected) return hideTip();
  const at = tipped.getClientRects()[0] ?? tipped.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP));
  const isRoom = at.bottom + GAP + height < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${isRoom ? at.bottom + GAP : at.top - GAP - height}px`;
}

function hideTip() {
  tipped?.removeAttribute("aria-describedby");
  tipped = null;
  tip.hidden = true;
}

function listenToMarks() {
  const list = byId("pages");
  const markAt = (event) => event.target.closest?.("mark[data-d]");
  list.addEventListener("pointerover", (event) => {
    const mark = markAt(event);
    if (mark) showTip(mark);
  });
  list.addEventListener("pointerout", (event) => {
    const isInside = tip.contains(event.relatedTarget);
    if (markAt(event) && !isInside) backToFocused();
  });
  tip.addEventListener("pointerleave", backToFocused);
  list.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (mark && getSelection().isCollapsed) select(Number(mark.dataset.d), false);
  });
  list.addEventListener("focusin", (event) => markAt(event) && showTip(markAt(event)));
  list.addEventListener("focusout", hideTip);
  addEventListener("scroll", () => tipped && placeTip(), { passive: true });
  addEventListener("resize", () => tipped && placeTip());
}

// When the pointer leaves, the note goes back to the difference that has the focus.
function backToFocused() {
  hideTip();
  const focused = document.activeElement;
  if (focused?.matches("mark[data-d]")) showTip(focused);
}
