// Teaching svfix words, and what became otherwise by it.

import { byId, get, make, notice, post, shown } from "./dom.js";
import { serial } from "./decide.js";
import { header } from "./queue.js";
import { keep, state } from "./state.js";
import { figure, t } from "./strings.js";

let reload = null;
let isTold = false; // whether what became otherwise is to be told of

export const whenLearned = (work) => (reload = work);

export async function showLearn() {
  const dialog = byId("learn");
  const found = await get("api/learnable");
  const boxes = found.words.map((word) => {
    const box = make("input", { type: "checkbox", checked: true, value: word });
    return make("label", { className: "chip" }, box, make("span", { lang: "sv" }, word));
  });
  const profile = make("input", { type: "checkbox", id: "learn-profile" });
  const act = make("button", { className: "yes", type: "submit" }, t("learn-act"));
  const form = make("form", { className: "learn" },
    found.words.length ? make("fieldset", {}, make("legend", {}, t("learn-words")), ...boxes) : make("p", { className: "soft" }, t("learn-none")),
    make("label", {}, profile, " ", t("learn-profile")), act);
  const enable = () => (act.disabled = !form.querySelector("input:checked"));
  form.addEventListener("change", enable);
  enable();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = [...form.querySelectorAll(".chip input:checked")].map((box) => box.value);
    serial(() => learn(words, profile.checked));
  });
  dialog.replaceChildren(
    header(dialog, "learn-title", t("learn-title")),
    make("p", { className: "soft" }, t("learn-about")),
    form,
    make("p", { id: "learned", className: "soft" }, found.learned.length ? t("learned", found.learned.join(", ")) : ""),
    make("div", { id: "learn-changes", role: "region", "aria-live": "polite", tabIndex: 0, "aria-label": t("learn-title") }),
  );
  if (!dialog.open) dialog.showModal();
}

async function learn(words, isProfile) {
  const answer = await post("api/learn", { words, page: isProfile ? state.page.number : null, by: state.by });
  for (const row of answer.rows) keep(row);
  isTold = true;
  await reload();
  await showLearn();
}

// What became otherwise, as far as pages were repaired again.
export function tellChanges(answer) {
  if (!isTold) return;
  const isDone = answer.waiting === 0;
  if (byId("learn").open && byId("learn-changes")) {
    const told = answer.changes ? t("changed-count", figure(answer.changes)) : isDone ? t("changed-none") : "";
    const rows = answer.changed.map((one) =>
      make("li", {}, make("span", { className: "soft" }, `${one.page}: `),
        make("del", { lang: "sv" }, shown(one.was)), " → ", make("ins", { lang: "sv" }, shown(one.now)),
        one.read === one.was ? "" : make("span", { className: "soft" }, ` (${t("read-as", shown(one.read))})`)));
    byId("learn-changes").replaceChildren(
      make("p", {}, make("strong", {}, told), isDone ? "" : ` ${t("repairing", figure(answer.waiting))}`), make("ul", {}, ...rows));
  } else if (isDone) {
    notice(answer.changes ? t("changed-count", figure(answer.changes)) : t("changed-none"));
  }
  isTold = !isDone || byId("learn").open;
}
