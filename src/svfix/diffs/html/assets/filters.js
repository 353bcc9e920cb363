// The filters: outcome, class and confidence.

const LEVELS = 100; // steps of the confidence sliders
const chosen = { outcome: new Set(outcomes.keys()), class: new Set(classes.keys()) };
const range = { low: 0, high: LEVELS, unknown: true };
let passed = []; // numbers of the differences that pass, in order

const withConfidence = differences.some((difference) => difference[CONFIDENCE] !== null);

function passes(difference) {
  if (difference[OUTCOME] !== NONE && !chosen.outcome.has(difference[OUTCOME])) return false;
  if (!chosen.class.has(difference[CLASS])) return false;
  if (difference[CONFIDENCE] === null) return range.unknown;
  const level = difference[CONFIDENCE] * LEVELS;
  return level >= range.low && level <= range.high;
}

function filter() {
  passed = [];
  passingOn.fill(0);
  differences.forEach((difference, d) => {
    passing[d] = passes(difference) ? 1 : 0;
    if (!passing[d]) return;
    passed.push(d);
    passingOn[pageOf[d]]++;
  });
  refresh();
  showPosition();
  const empty = byId("empty");
  empty.hidden = passed.length > 0 || (differences.length === 0 && !onlySome());
  empty.replaceChildren(...emptyState());
  byId("show-all").hidden = passed.length === differences.length;
}

function emptyState() {
  if (!differences.length) return ["The texts agree: there is no line that differs."];
  const button = make("button", { type: "button" }, "Show all differences");
  button.addEventListener("click", reset);
  return ["No difference passes the filters. ", button];
}

function makeFilters() {
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = !differences.length;
  if (outcomes.length) form.append(makeChips("outcome", "Outcome", outcomes, OUTCOME));
  if (withConfidence) form.append(makeRange());
  form.append(makeChips("class", "Class", classes, CLASS));
  const button = make("button", { type: "button", id: "show-all", className: "quiet", hidden: true }, "Show all");
  button.addEventListener("click", reset);
  form.append(button);
}

function makeChips(group, title, kinds, field) {
  const counts = new Uint32Array(kinds.length);
  for (const difference of differences) counts[difference[field]]++;
  const chips = kinds.map((one, k) => {
    const box = make("input", { type: "checkbox", defaultChecked: true, disabled: !counts[k] });
    box.dataset.group = group;
    box.dataset.kind = k;
    box.addEventListener("change", () => {
      chosen[group][box.checked ? "add" : "delete"](k);
      filter();
    });
    const sign = make("span", { className: "sign", "aria-hidden": "true" }, one.sign);
    const count = make("span", { className: "count" }, figure(counts[k]));
    const chip = make("label", { className: "chip legend-of", title: `${one.about} (double-click: only these)` }, box, sign, one.label, " ", count);
    chip.dataset[group] = one.name;
    chip.addEventListener("dblclick", () => only(group, k));
    return chip;
  });
  return make("fieldset", {}, make("legend", {}, title), ...chips);
}

// Leave one kind of a group chosen.
function only(group, k) {
  chosen[group] = new Set([k]);
  for (const box of byId("filters").querySelectorAll(`[data-group="${group}"]`)) {
    box.checked = Number(box.dataset.kind) === k;
  }
  filter();
}

function makeRange() {
  const told = make("output", { className: "range-told" });
  const tell = () => (told.textContent = `${(range.low / LEVELS).toFixed(2)}–${(range.high / LEVELS).toFixed(2)}`);
  const sliders = ["low", "high"].map((end) => {
    const label = end === "low" ? "Lowest confidence" : "Highest confidence";
    const slider = make("input", { type: "range", min: 0, max: LEVELS, defaultValue: String(range[end]), "aria-label": label });
    slider.id = `confidence-${end}`;
    slider.addEventListener("input", () => {
      const value = Number(slider.value);
      range[end] = end === "low" ? Math.min(value, range.high) : Math.max(value, range.low);
      slider.value = range[end];
      tell();
      filter();
    });
    return slider;
  });
  const box = make("input", { type: "checkbox", defaultChecked: true, id: "confidence-none" });
  box.addEventListener("change", () => {
    range.unknown = box.checked;
    filter();
  });
  tell();
  const without = make("label", { className: "chip", title: "Differences that no edit of svfix made" }, box, "no edit");
  const track = make("span", { className: "track" }, ...sliders);
  return make("fieldset", { className: "range" }, make("legend", {}, "Confidence"), track, told, without);
}

function reset() {
  chosen.outcome = new Set(outcomes.keys());
  chosen.class = new Set(classes.keys());
  Object.assign(range, { low: 0, high: LEVELS, unknown: true });
  const form = byId("filters");
  form.reset();
  const told = form.querySelector(".range-told");
  if (told) told.textContent = "0.00–1.00";
  filter();
}
