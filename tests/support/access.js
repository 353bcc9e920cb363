// What axe asks of a page, as far as it can be told without it: names, references and contrast.
// Each answer lists what is wrong. Defines `access` for the tests of pages.

var access = (() => {
  const asked = "button, input, select, a[href], [role], dialog, section, nav, form, progress";

  const isNamed = (e) =>
    e.getAttribute("aria-label") || [...(e.labels ?? [])].some((label) => label.innerText.trim()) ||
    e.getAttribute("aria-labelledby") || e.innerText?.trim();

  const nameless = () =>
    [...document.querySelectorAll(asked)]
      .filter((e) => e.checkVisibility() && !e.closest("[aria-hidden=true]") && !isNamed(e))
      .map((e) => e.outerHTML.slice(0, 80));

  const twice = () =>
    [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i);

  const dangling = () =>
    [...document.querySelectorAll("[aria-labelledby], [aria-controls], label[for]")]
      .flatMap((e) => [
        e.getAttribute("aria-controls"), e.getAttribute("for"),
        e.checkVisibility() ? e.getAttribute("aria-labelledby") : null,
      ])
      .filter((id) => id && !document.getElementById(id));

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };

  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));

  const luminance = (colour) =>
    colour
      .map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);

  const paper = (e) => {
    const stack = [];
    for (; e; e = e.parentElement) stack.push(rgba(getComputedStyle(e).backgroundColor));
    return stack.reduceRight((under, top) => over(top, under), [255, 255, 255]);
  };

  const isText = (e) =>
    e.checkVisibility() && !e.closest(".hidden, .skips, :disabled, option") && e.getBoundingClientRect().width &&
    [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());

  const pale = () => {
    const dialog = document.querySelector("dialog[open]");
    const found = [];
    for (const e of (dialog ?? document.body).querySelectorAll("*")) {
      if (!isText(e)) continue;
      const style = getComputedStyle(e);
      const under = paper(e);
      const [a, b] = [luminance(over(rgba(style.color), under)), luminance(under)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) found.push(`${e.tagName}#${e.id} ${ratio.toFixed(2)} ${e.innerText.slice(0, 20)}`);
    }
    return found;
  };

  const box = (id) => document.getElementById(id).getBoundingClientRect();

  // Whether an element is within another, and which of some are not within the window.
  const isWithin = (inner, outer) => {
    const [b, a] = [box(inner), box(outer)];
    return b.width > 0 && b.left >= a.left && b.right <= a.right && b.top >= a.top && b.bottom <= a.bottom;
  };
  const outOfSight = (...ids) =>
    ids.filter((id) => {
      const b = box(id);
      return !(b.width > 0 && b.left >= -1 && b.right <= innerWidth + 1 && b.top >= -1 && b.bottom <= innerHeight + 1);
    });

  // The sentences that the page and its scripts ask for, and those that are not there.
  const sentences = async (...scripts) => {
    const sources = await Promise.all(scripts.map((name) => fetch(`assets/${name}.js`).then((r) => r.text())));
    const { has } = await import(new URL("assets/strings.js", location.href));
    const said = sources.flatMap((source) => [...source.matchAll(/\bt\("([^"]+)"/g)].map((found) => found[1]));
    const own = [...document.querySelectorAll("*")].flatMap(({ dataset: d }) => [d.t, d.tLabel, d.tTitle, d.tPlaceholder]);
    const asked = [...said, ...own.filter(Boolean)];
    return { asked: asked.length, missing: asked.filter((key) => !has(key)) };
  };

  return { nameless, twice, dangling, pale, isWithin, outOfSight, sentences };
})();
