// The topics of each bot's group, the newest first.

import { arrange, element, setText, theirs, when } from "./dom.js";
import { topicKey } from "./store.js";
import { AUTHORS, square } from "./words.js";

/** Rows of a group; what is beyond is found by searching. */
const ROWS = 200;

export function listPane(store, desk, opened) {
  const search = element("input", {
    type: "search",
    placeholder: "Find a topic",
    "aria-label": "Find a topic by its title, user or number",
    oninput: () => update(),
    onkeydown: (event) => {
      if (event.key === "ArrowDown") {
        move(1);
        event.preventDefault();
      } else if (event.key === "Escape" && search.value) {
        search.value = "";
        update();
        event.preventDefault();
      }
    },
  });
  const groups = element("div", { class: "groups" });
  const root = element("nav", { class: "pane list", "aria-label": "Topics" }, element("div", { class: "find" }, search), groups);
  const rows = new Map();
  const sections = new Map();

  groups.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      move(step);
      event.preventDefault();
    }
  });
  groups.addEventListener("click", (event) => {
    const row = event.target.closest("a.row");
    if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      desk.open(row.dataset.key);
      opened();
    }
  });

  function shown() {
    return [...groups.querySelectorAll("a.row")];
  }

  function current() {
    const all = shown();
    return all.find((row) => row === document.activeElement) ?? all.find((row) => row.dataset.key === desk.selected) ?? all[0];
  }

  function move(step) {
    const all = shown();
    const focused = all.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : all.indexOf(current()) - (document.activeElement === search ? step : 0);
    all[Math.max(0, Math.min(all.length - 1, from + step))]?.focus();
  }

  function matching(topic) {
    const words = search.value.trim().toLowerCase();
    const text = `${topic.title} ${topic.topic_id} ${topic.user_id ?? ""} ${topic.info.user_username ?? ""}`;
    return words === "" || text.toLowerCase().includes(words);
  }

  function row(key) {
    let made = rows.get(key);
    if (!made) {
      const link = element("a", { class: "row", href: `#topics/${key}`, "data-key": key });
      made = { link, shown: "" };
      rows.set(key, made);
    }
    return made;
  }

  function fill(made, topic) {
    const last = store.topicMessages(topic).at(-1);
    const unread = desk.unread(topic);
    // The time is said anew each day.
    const now = [topic.status, topic.title, last?.number, last?.at, unread, new Date().toDateString()].join("\n");
    if (made.shown !== now) {
      made.shown = now;
      made.link.replaceChildren(
        square(topic.status),
        element("span", { class: "over" }, theirs("span", topic.title, { class: "title" }), last ? when(last.at) : null),
        element(
          "span",
          { class: "under" },
          theirs("span", last ? AUTHORS[last.author].short + last.text.slice(0, 200) : "No messages yet", { class: "newest" }),
          unread ? element("span", { class: "unread" }, String(unread), element("span", { class: "sr" }, " unread")) : null,
        ),
      );
    }
    made.link.toggleAttribute("aria-current", false);
    if (topicKey(topic) === desk.selected) {
      made.link.setAttribute("aria-current", "true");
    }
  }

  function section(connection) {
    let made = sections.get(connection.instance);
    if (!made) {
      const heading = element("h2", {}, element("span", {}, connection.name), element("small", {}, `group ${connection.group_id}`));
      const items = element("ul");
      const note = element("p", { class: "note" });
      made = { root: element("section", { "aria-label": `Group of ${connection.name}` }, heading, items, note), items, note };
      sections.set(connection.instance, made);
      groups.append(made.root);
    }
    return made;
  }

  function update() {
    const byInstance = new Map(store.connections.map((it) => [it.instance, []]));
    for (const topic of store.topics.values()) {
      byInstance.get(topic.instance)?.push(topic);
    }
    const newest = (topic) => store.topicMessages(topic).at(-1)?.time ?? 0;
    for (const [instance, made] of sections) {
      if (!byInstance.has(instance)) {
        made.root.remove();
        sections.delete(instance);
      }
    }
    for (const connection of store.connections) {
      const all = byInstance.get(connection.instance);
      const found = all.filter(matching).sort((a, b) => newest(b) - newest(a) || b.topic_id - a.topic_id);
      const { items, note } = section(connection);
      const links = found.slice(0, ROWS).map((topic) => {
        const made = row(topicKey(topic));
        fill(made, topic);
        return made.link;
      });
      arrange(items, links.map((link) => link.parentElement ?? element("li", {}, link)));
      const more = found.length - links.length;
      setText(note, more > 0 ? `and ${more} more: search to find them` : all.length === 0 ? "No topics yet" : found.length === 0 ? "None found" : "");
      note.hidden = note.textContent === "";
    }
    const unread = [...store.topics.values()].reduce((sum, topic) => sum + desk.unread(topic), 0);
    document.title = (unread ? `(${unread}) ` : "") + "Hotline sandbox";
  }

  return { root, update, move, focus: () => current()?.focus() };
}
