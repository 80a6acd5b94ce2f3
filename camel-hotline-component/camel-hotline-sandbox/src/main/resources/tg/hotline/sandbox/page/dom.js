// Elements. What people wrote is only ever set as text, never as HTML.

/**
 * An element: element("button", {type: "button", class: "send", onclick: send}, "Send").
 * Properties that begin with "on" are listeners, the others attributes; null, undefined and false are left out.
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Somebody's text: shown as it is, in its own direction, whatever its language. */
export function theirs(name, text, properties = {}) {
  return element(name, { dir: "auto", ...properties }, text);
}

/** Sets text only where it has changed, so that what a screen reader reads is not interrupted. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Makes these the children, in this order. Only what has to be moved is moved, and what has the focus keeps it. */
export function arrange(parent, wanted) {
  const focused = document.activeElement;
  const stay = new Set(wanted);
  [...parent.children].filter((child) => !stay.has(child)).forEach((child) => child.remove());
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
  if (focused !== document.activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const WHOLE = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

/** A moment as <time>: of today the time, of this year the day; all of it as a tooltip. */
export function when(iso) {
  const at = new Date(iso);
  const today = new Date();
  const sameYear = at.getFullYear() === today.getFullYear();
  const text = at.toDateString() === today.toDateString() ? TIME.format(at) : (sameYear ? DAY : DATE).format(at);
  return element("time", { datetime: iso, title: WHOLE.format(at) }, text);
}

/** The day of a moment in words, for headings. */
export function day(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? "Today" : DATE.format(at);
}

/** The time of day of a moment as <time>. */
export function clock(iso) {
  const at = new Date(iso);
  return element("time", { datetime: iso, title: WHOLE.format(at) }, TIME.format(at));
}

/** Copies a text, and says so. Whether that went well. */
export async function copy(text, said, refused) {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
    return true;
  } catch {
    toast(refused);
    return false;
  }
}

let toasts = 0;

/** Says something for a few seconds. */
export function toast(text, kind = "plain") {
  const box = document.querySelector(".toasts");
  const said = theirs("span", text, { class: `toast ${kind}`, "data-toast": ++toasts });
  box.append(said);
  setTimeout(() => said.remove(), kind === "error" ? 8000 : 4000);
}
