// Small helps for making elements and talking to the server.

export const byId = (id) => document.getElementById(id);

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && !key.includes("-")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// What a server says is wrong: a sentence, and its answer.
export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.error ?? `${status}`);
    this.status = status;
    this.answer = answer;
  }
}

async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

export const get = async (path) => answerOf(await fetch(path, { cache: "no-store" }));

export const post = async (path, body) =>
  answerOf(await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

// Stored where the browser allows it.
export function stored(key, fallback = null) {
  try {
    return localStorage.getItem(`svfix-review-${key}`) ?? fallback;
  } catch {
    return fallback;
  }
}

export function store(key, value) {
  try {
    localStorage.setItem(`svfix-review-${key}`, value);
  } catch {
    // A browser that stores nothing: the choice lasts while the page is open.
  }
}

export function announce(sentence) {
  byId("announce").textContent = sentence;
}

const SIGNS = { "\n": "⏎", "\r": "", "\t": "⇥", "\f": "␌", "\u00a0": "⍽" };

// A form on one line; nothing and white space are shown as signs.
export function shown(form) {
  if (form === "") return "∅";
  if (!form.trim()) return [...form].map((c) => SIGNS[c] ?? "␣").join("");
  return [...form].map((c) => SIGNS[c] ?? c).join("");
}

// Two forms, each with the stretch that differs marked.
export function marked(form, other) {
  const [letters, others] = [[...form], [...other]];
  if (!form.trim() || form === other) return [shown(form)];
  const most = Math.min(letters.length, others.length);
  let [head, tail] = [0, 0];
  while (head < most && letters[head] === others[head]) head++;
  while (tail < most - head && letters.at(-1 - tail) === others.at(-1 - tail)) tail++;
  const end = letters.length - tail;
  const part = (a, b) => (a < b ? shown(letters.slice(a, b).join("")) : "");
  return [part(0, head), make("b", {}, part(head, end)), part(end, letters.length)];
}

let noticeTimer = 0;

// A sentence at the top, which goes by itself unless it has something to press.
export function notice(sentence, { act = null, label = "", stays = false } = {}) {
  byId("notice").hidden = !sentence;
  byId("notice-told").textContent = sentence;
  const button = byId("notice-act");
  button.hidden = !act;
  button.textContent = label;
  button.onclick = act;
  clearTimeout(noticeTimer);
  if (sentence && !stays && !act) noticeTimer = setTimeout(() => (byId("notice").hidden = true), 6000);
}
