// The topic's link, and what info_by_topic says of it.

import { element, theirs, toast } from "./dom.js";
import { square } from "./words.js";

export function factsPane(store, desk) {
  const link = element("input", {
    readonly: true,
    "aria-label": "The topic's link",
    title: "hotline:info takes this link",
    onfocus: (event) => event.target.select(),
  });
  const copy = element("button", { type: "button", onclick: copied, title: "hotline:info takes this link" }, "Copy link");
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
      copy,
    ),
    element("details", { open: matchMedia("(min-height: 1000px)").matches }, element("summary", {}, "What ", element("code", {}, "info_by_topic"), " says of it"), list),
  );
  let shown = "";

  async function copied() {
    try {
      await navigator.clipboard.writeText(link.value);
      toast("The link is copied.");
    } catch {
      link.select();
      toast("The browser does not let pages copy here: press Ctrl+C.");
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
