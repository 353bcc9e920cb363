// The top of the page: which page it is, and how far it is.

import { byId } from "./dom.js";
import { countable, state, undecided } from "./state.js";
import { figure, t } from "./strings.js";

export function drawTop() {
  const { page, near } = state;
  document.body.classList.toggle("no-page", !page);
  byId("page-name").textContent = page?.name ?? t("queue");
  byId("page-place").textContent = near.place ? t("page-of", figure(near.place), figure(near.count)) : "";
  byId("previous-page").disabled = near.previous === null;
  byId("next-page").disabled = near.next === null;
  const [all, left] = [countable(), undecided()];
  byId("progress").max = all || 1;
  byId("progress").value = all ? all - left : 1;
  byId("progress-told").textContent = t("of", figure(all - left), figure(all));
}
