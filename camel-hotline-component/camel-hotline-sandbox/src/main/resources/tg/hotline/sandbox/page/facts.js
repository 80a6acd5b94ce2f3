// The topic's link, and what info_by_topic says of it.

import { copy, element, theirs } from "./dom.js";
import { square } from "./words.js";

/** Status and customer first: what people look for. */
const rank = (name) => (name === "topic_status" ? 0 : name.startsWith("topic_last") ? 1 : name.startsWith("user_") ? 2 : 3);

export function factsPane(store, desk) {
  const link = element("input", {
    readonly: true,
    "aria-label": "The topic's link",
    title: "hotline:info takes this link",
    onfocus: (event) => event.target.select(),
  });
  const button = element("button", { type: "button", onclick: copied, title: "hotline:info takes this link", "aria-label": "Copy link" }, "Copy");
  const list = element("dl");
  const root = element(
    "section",
    { class: "facts", "aria-label": "Facts" },
    element(
      "header",
      { class: "head" },
      element("button", { type: "button", class: "back", onclick: () => desk.back(), "aria-label": "Back to the dialog" }, "‹"),
      element("h2", {}, "Topic"),
      link,
      button,
    ),
    element("details", { open: matchMedia("(min-height: 800px)").matches }, element("summary", {}, "What ", element("code", {}, "info_by_topic"), " says of it"), list),
  );
  let shown = "";

  async function copied() {
    if (!(await copy(link.value, "The link is copied.", "The browser does not let pages copy here: press Ctrl+C."))) {
      link.select();
    }
  }

  function update() {
    const topic = desk.topic;
    root.hidden = !topic;
    const now = JSON.stringify(topic);
    if (!topic || now === shown) {
      return;
    }
    shown = now;
    link.value = topic.link;
    list.replaceChildren(
      ...Object.entries(topic.info)
        .filter(([name]) => name !== "result")
        .sort(([a], [b]) => rank(a) - rank(b))
        .map(([name, value]) =>
          element(
            "div",
            { "data-fact": name },
            element("dt", {}, name),
            element("dd", {}, name === "topic_status" ? square(value) : null, theirs("span", String(value))),
          ),
        ),
    );
  }

  return { root, update };
}
