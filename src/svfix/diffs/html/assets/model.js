// The data that embed.py makes, and the index of its differences.
//
// A row of a page is [line number, piece, piece, …]; there is a space between two pieces. A piece is
// - a string, which all texts share, or
// - a difference: [forms, outcome, class, rule, confidence, moved], or
// - {layout, forms}: a page header and the like, which cost nothing.
// Forms are the texts in the order of the columns; outcome, class and rule are places in the data's
// lists, -1 where there is none.

const data = JSON.parse(document.getElementById("data").textContent);
const { columns, outcomes, classes, rules, pages } = data;
const HYPOTHESIS = columns.length - 2;
const [FORMS, OUTCOME, CLASS, RULE, CONFIDENCE, MOVED] = [0, 1, 2, 3, 4, 5];
const NONE = -1;

// A difference's number is its place in `differences`; those of a page follow each other.
const differences = [];
const pageOf = [];
const rowOf = [];
const firstOf = [0];
pages.forEach((page, p) => {
  page.rows.forEach((row, r) => {
    for (let i = 1; i < row.length; i++) {
      if (!Array.isArray(row[i])) continue;
      differences.push(row[i]);
      pageOf.push(p);
      rowOf.push(r);
    }
  });
  firstOf.push(differences.length);
});

const byId = (id) => document.getElementById(id);

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const figure = (count) => count.toLocaleString("en");
const plural = (count, noun) => `${figure(count)} ${noun}${count === 1 ? "" : "s"}`;

// Signs for what has no shape, and for marks that would turn the direction of the text around them.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const visible = (text) =>
  text.replace(UNSEEN, (c) => {
    if (c === "\t") return "\u21e5";
    return `\u2039${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u203a`;
  });

const shown = (text) => (text.trim() ? visible(text) : "\u2423".repeat(text.length) || "\u2205");

// What colours a difference: its outcome or, where it has none or that is chosen, its class.
const byClass = () => byId("colour").value === "class";
const kind = (difference) =>
  difference[OUTCOME] === NONE || byClass() ? classes[difference[CLASS]] : outcomes[difference[OUTCOME]];

function names(difference) {
  const labels = [classes[difference[CLASS]].label];
  if (difference[OUTCOME] !== NONE) labels.unshift(outcomes[difference[OUTCOME]].label);
  return labels;
}

function describe(difference) {
  const forms = columns.map(({ label }, c) => `${label} ${shown(difference[FORMS][c])}`);
  return `${names(difference).join(", ")}: ${forms.join(", ")}`;
}
