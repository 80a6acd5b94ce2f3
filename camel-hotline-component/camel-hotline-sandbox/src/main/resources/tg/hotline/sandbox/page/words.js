// What statuses and authors are called.

import { element } from "./dom.js";

const STATUSES = {
  user_answered: { symbol: "🟪", words: "waits for an answer" },
  support_answered: { symbol: "🟨", words: "answered" },
  closed: { symbol: "⬛️", words: "closed" },
};

export const statusWords = (status) => STATUSES[status]?.words ?? status;

/** Hotline's coloured square. Drawn, because not every machine has a font with 🟪; to others than eyes it is a word. */
export function square(status) {
  const { symbol, words } = STATUSES[status] ?? { symbol: "⬜️", words: status };
  return element("span", {
    class: `square ${status in STATUSES ? status : "other"}`,
    role: "img",
    "aria-label": words,
    title: `${symbol} ${status}: ${words}`,
  });
}

/** Who wrote a message, and who sees it. */
export const AUTHORS = {
  customer: { name: "Customer", short: "" },
  operator: { name: "Operator", short: "Operator: " },
  api: { name: "API message", short: "API: ", seen: "only operators see it" },
  bot: { name: "Bot", short: "Bot: ", seen: "intercepted" },
  hotline: { name: "Hotline's greeting", short: "Hotline: " },
  comment: { name: "Comment", short: "Comment: ", seen: "only operators see it" },
  command: { name: "Command", short: "" },
};

/** What a command did, in words. */
export const COMMANDS = {
  "/close": "closed the topic",
  "/hold": "marked it as waiting for an answer",
  "/wait": "marked it as answered",
};
