// The help: keys, signs, and where decisions are kept.

import { byId, make, store, stored } from "./dom.js";
import { header } from "./queue.js";
import { t } from "./strings.js";

const KEYS = [
  [["a", "Enter"], "key-accept"], [["r"], "key-reject"], [["1", "–", "9"], "key-choose"], [["t"], "key-type"], [["u", "Ctrl+Z"], "undo"],
  [["e"], "key-everywhere"], [["n", "p"], "key-step"], [["]", "["], "key-page"], [["g"], "key-done"], [["o"], "key-order"], [["/"], "key-find"],
  [["+", "-", "z"], "key-zoom"], [["q", "l", "s", "d", "i"], "key-others"],
];
const SIGNS = [["sure", "", "sign-sure"], ["fair", "", "sign-fair"], ["unsure", "", "sign-unsure"], ["doubt", "?", "sign-doubt"], ["sure decided", "✓", "sign-decided"]];

export const keysWork = () => stored("keys", "on") === "on";

export function showHelp(journal) {
  const dialog = byId("help");
  const keys = make("dl", {}, ...KEYS.map(([names, about]) => make("div", {}, make("dt", {}, ...names.map((name) => (name === "–" ? "–" : make("kbd", {}, name)))), make("dd", {}, t(about)))));
  const signs = make("dl", {}, ...SIGNS.map(([kind, sign, about]) => {
    const mark = make("mark", { className: kind }, "ord");
    mark.dataset.sign = sign;
    return make("div", {}, make("dt", {}, mark), make("dd", {}, t(about)));
  }));
  const box = make("input", { type: "checkbox", id: "keys-on", checked: keysWork() });
  box.addEventListener("change", () => store("keys", box.checked ? "on" : "off"));
  dialog.replaceChildren(
    header(dialog, "help-title", t("help-title")),
    make("div", { className: "columns" },
      make("section", {}, make("h3", {}, t("help-keys")), keys, make("p", {}, make("label", {}, box, " ", t("keys-on")))),
      make("section", {}, make("h3", {}, t("help-signs")), signs, make("p", {}, t("help-click")), make("p", { className: "soft" }, t("decisions-at", journal)))),
  );
  if (!dialog.open) dialog.showModal();
}
