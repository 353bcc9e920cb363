// The spot check: words drawn at random, and what their truth says of the batch.

import { byId, get, make, post, shown } from "./dom.js";
import { failed, serial } from "./decide.js";
import { header } from "./queue.js";
import { state } from "./state.js";
import { figure, percent, t } from "./strings.js";

const COUNT = 200; // words, of which a share of some percent shows
const AROUND = 500; // pixels of the scan beside a word

const MARGIN = 12; // pixels that the server adds around what is asked for

let told = null; // how far it is

export async function showCheck() {
  told = await get("api/check");
  const dialog = byId("check");
  dialog.replaceChildren(
    header(dialog, "check-title", t("check-title")),
    make("p", { className: "soft" }, t("check-about")),
    make("div", { id: "check-word" }),
    make("div", { id: "check-result", "aria-live": "polite" }),
    drawing(),
  );
  if (!dialog.open) dialog.showModal();
  result();
  await word();
}

function drawing() {
  const count = make("input", { type: "number", min: 1, max: 10000, value: COUNT, id: "check-count" });
  const form = make("form", { className: "filters" }, make("label", {}, make("span", {}, t("check-count")), count),
    make("button", { type: "submit", className: told.size ? "" : "yes" }, t("check-draw")), make("span", { id: "check-partly", className: "soft" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    serial(async () => {
      told = await post("api/draw", { count: Number(count.value), by: state.by });
      result();
      await word();
    });
  });
  return form;
}

export function tellPartly(totals) {
  const place = byId("check-partly");
  if (place) place.textContent = totals.known < totals.pages ? t("check-partly", figure(totals.known), figure(totals.pages)) : "";
}

async function word() {
  const answered = new Set(told.answered);
  const which = [...Array(told.size).keys()].find((n) => !answered.has(n));
  if (which === undefined) {
    byId("check-word").replaceChildren(told.size ? make("p", {}, t("check-done")) : "");
    return;
  }
  const one = await get(`api/drawn/${which}`);
  const truth = make("input", { id: "check-truth", lang: "sv", value: one.now.replaceAll("\n", "⏎"), autocomplete: "off", spellcheck: false });
  const right = make("button", { type: "button", className: "yes", id: "check-right" }, t("check-right"));
  right.addEventListener("click", () => answer(one, one.now));
  const form = make("form", { className: "filters" }, right, make("label", {}, make("span", {}, t("check-truth")), truth), make("button", { type: "submit" }, t("check-save")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(one, truth.value.replaceAll("⏎", "\n"));
  });
  byId("check-word").replaceChildren(
    make("p", { className: "soft" }, `${t("check-place", figure(told.answered.length + 1), figure(told.size))} · ${one.name}`),
    picture(one) ?? "",
    make("p", { className: "around", lang: "sv" }, one.around[0], make("mark", {}, shown(one.now)), one.around[1]),
    make("dl", {}, make("dt", {}, t("check-read")), make("dd", { lang: "sv" }, shown(one.read)), make("dt", {}, t("check-now")), make("dd", { lang: "sv" }, shown(one.now))),
    form,
  );
  right.focus();
}

// The line of the scan around a word.
function picture(one) {
  if (!one.box) return null;
  const [left, top, right, bottom] = one.box;
  const line = one.line ?? one.box;
  const box = [Math.max(line[0], left - AROUND), Math.min(line[1], top), Math.min(line[2], right + AROUND), Math.max(line[3], bottom)].map(Math.round);
  const [width, height] = [box[2] - box[0] + 2 * MARGIN, box[3] - box[1] + 2 * MARGIN];
  const image = make("img", { alt: t("picture-of", one.name), width, height }); // which keep its place
  const mark = make("i", { hidden: true });
  image.addEventListener("load", () => {
    // What is shown has some more around it, less where the picture ends.
    const [wide, high] = [image.naturalWidth, image.naturalHeight];
    const [x, y] = [left - Math.max(0, box[0] - MARGIN), top - Math.max(0, box[1] - MARGIN)];
    const parts = { left: x / wide, top: y / high, width: (right - left) / wide, height: (bottom - top) / high };
    for (const [side, share] of Object.entries(parts)) mark.style[side] = `${100 * share}%`;
    mark.hidden = false;
  });
  image.src = `picture/${one.number}/${one.sheet}?box=${box.join(",")}`;
  return make("div", { className: "crop" }, image, mark);
}

function answer(one, truth) {
  serial(async () => {
    told = await post("api/check", { draw: one.draw, which: one.which, truth, by: state.by });
    result();
    await word();
  }).catch(failed);
}

function share(label, one, words) {
  return make("div", { className: "card" }, make("span", { className: "card-title" }, label), make("span", { className: "card-figure" }, one ? percent(one.share, 1) : "–"),
    make("span", { className: "card-note" }, one ? `${t("check-interval", percent(one.low, 1), percent(one.high, 1))}, ${t("check-words", figure(words))}` : ""));
}

function result() {
  const found = told.estimate;
  byId("check-result").replaceChildren(
    found?.words ? make("div", { className: "cards" }, share(t("check-before"), found.before, found.words), share(t("check-after"), found.after, found.words))
      : make("p", { className: "soft" }, told.size ? t("check-none") : ""));
}
