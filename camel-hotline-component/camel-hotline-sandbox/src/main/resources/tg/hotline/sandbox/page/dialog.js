// The dialog of the topic, and what operators can write into it.

import { clock, day, element, setText, theirs, toast } from "./dom.js";
import { KEPT } from "./store.js";
import { AUTHORS, COMMANDS, square, statusWords } from "./words.js";

const MAX_TEXT = 4096;

const HINTS = [
  { text: "/close", status: "closed", says: "Close the topic" },
  { text: "/hold", status: "user_answered", says: "Mark it as waiting for an answer" },
  { text: "/wait", status: "support_answered", says: "Mark it as answered" },
];

export function dialogPane(store, desk) {
  const title = element("h2", { dir: "auto" });
  const sign = element("span", { class: "sign" });
  const status = element("p", { class: "status" });
  const list = element("ol", { class: "messages" });
  const scroller = element("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages" }, list);
  const down = element("button", { type: "button", class: "down", hidden: true, onclick: () => toEnd() }, "New messages ↓");
  const live = element("p", { class: "sr", "aria-live": "polite" });
  const composer = operatorsComposer(store, desk);
  const empty = element("p", { class: "empty" });
  const root = element(
    "section",
    { class: "pane dialog", "aria-label": "Dialog" },
    element(
      "header",
      { class: "head" },
      element("button", { type: "button", class: "back", onclick: () => desk.back(), "aria-label": "Back to the topics" }, "‹"),
      sign,
      element("div", { class: "names" }, title, status),
      element("button", { type: "button", class: "aside", onclick: () => desk.show("side") }, "Phone", element("span", { class: "wide" }, " and facts")),
    ),
    scroller,
    down,
    empty,
    composer.root,
    live,
  );
  let shownTopic = null;
  let shownLast = 0;
  let shownAt = "";
  let shownDay = "";
  let shownStatus = null;

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    down.hidden = true;
  }

  scroller.addEventListener("scroll", () => {
    if (atEnd()) {
      down.hidden = true;
    }
  });

  function update(changes) {
    const topic = desk.topic;
    for (const part of [scroller, composer.root, root.querySelector(".head")]) {
      part.hidden = !topic;
    }
    empty.hidden = !!topic;
    setText(empty, store.known ? "No topic yet. Write as a customer to open one." : "Connecting to the sandbox…");
    if (!topic) {
      shownTopic = null;
      return;
    }
    // After a reset numbers begin again; after a short while offline the dialog goes on, where the reader was in it.
    const goesOn = () => store.topicMessages(topic).some((it) => it.number === shownLast && it.at === shownAt);
    const anew = desk.selected !== shownTopic || (changes?.has("snapshot") && !goesOn());
    if (anew) {
      list.replaceChildren();
      shownLast = 0;
      shownDay = "";
    }
    if (anew || shownStatus !== topic.status) {
      sign.replaceChildren(square(topic.status));
      shownStatus = topic.status;
    }
    setText(title, topic.title);
    setText(status, `${statusWords(topic.status)} · ${topic.instance_name}`);
    const fresh = store.topicMessages(topic).filter((it) => it.number > shownLast);
    const stay = atEnd() || anew || fresh.at(-1)?.author === "operator";
    const added = document.createDocumentFragment();
    for (const it of fresh) {
      const today = day(it.at);
      if (today !== shownDay) {
        added.append(element("li", { class: "day" }, today));
        shownDay = today;
      }
      added.append(message(it));
      shownLast = it.number;
      shownAt = it.at;
    }
    list.append(added);
    while (list.querySelectorAll(".message").length > KEPT) {
      list.firstChild.remove();
    }
    if (fresh.length > 0) {
      stay ? toEnd() : (down.hidden = false);
      if (!anew) {
        const last = fresh.at(-1);
        setText(live, `${fresh.length > 1 ? `${fresh.length} new messages. ` : ""}${AUTHORS[last.author].name}: ${last.text.slice(0, 300)}`);
      }
    }
    if (desk.selected !== shownTopic) {
      shownTopic = desk.selected;
      composer.taken();
    }
  }

  return { root, update, focus: () => composer.focus() };
}

function message(it) {
  const author = AUTHORS[it.author] ?? { name: it.author };
  if (it.author === "command") {
    return element(
      "li",
      { class: "message command", "data-number": it.number },
      element("span", { class: "who" }, "Operator: "),
      element("code", {}, it.text),
      ` ${COMMANDS[it.text] ?? ""} `,
      clock(it.at),
    );
  }
  const name = it.author === "customer" && it.user_id ? theirs("span", it.topic_title, { class: "name" }) : null;
  return element(
    "li",
    { class: `message ${it.author}`, "data-number": it.number },
    element(
      "p",
      { class: "who" },
      name,
      name ? " " : null,
      element("span", { class: name ? "kind" : "name" }, author.name),
      author.seen ? element("span", { class: "seen" }, ` ${author.seen}`) : null,
    ),
    theirs("p", it.text, { class: "text" }),
    clock(it.at),
  );
}

function operatorsComposer(store, desk) {
  const drafts = new Map();
  let shown = null;
  const text = element("textarea", {
    rows: "1",
    dir: "auto",
    placeholder: "Answer the customer",
    "aria-label": "Answer as an operator",
    "aria-describedby": "operator-hints",
    oninput: count,
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send(text.value);
      }
    },
  });
  const counted = element("p", { class: "count", role: "status" });
  const hints = element(
    "div",
    { class: "hints", id: "operator-hints" },
    ...HINTS.map(({ text: command, status, says }) =>
      element("button", { type: "button", title: says, onclick: () => send(command) }, square(status), element("code", {}, command)),
    ),
    element(
      "button",
      {
        type: "button",
        title: "A comment, which the customer does not get",
        onclick: () => {
          text.value = text.value.startsWith("/ ") ? text.value : `/ ${text.value}`;
          count();
          text.focus();
        },
      },
      element("code", {}, "/ text"),
      " comment",
    ),
    element("span", { class: "keys" }, "Enter sends · Shift+Enter: new line"),
  );
  const form = element(
    "form",
    { class: "composer", onsubmit: (event) => (event.preventDefault(), send(text.value)) },
    hints,
    element("div", { class: "line" }, text, element("button", { type: "submit", class: "send" }, "Send")),
    counted,
  );

  function count() {
    const length = text.value.length;
    setText(counted, length > MAX_TEXT - 300 ? `${length} of ${MAX_TEXT}${length > MAX_TEXT ? ": too long to send" : ""}` : "");
    form.classList.toggle("commenting", text.value.startsWith("/ "));
  }

  async function send(words) {
    const topic = desk.topic;
    if (!topic || words.trim() === "") {
      return;
    }
    try {
      await store.send("operator", { group_id: topic.group_id, topic_id: topic.topic_id, text: words });
      if (text.value === words) {
        text.value = "";
        count();
      }
    } catch (error) {
      toast(error.message, "error");
    }
  }

  return {
    root: form,
    /** Another topic: its draft instead of the former's. */
    taken() {
      drafts.set(shown, text.value);
      shown = desk.selected;
      text.value = drafts.get(shown) ?? "";
      count();
    },
    focus: () => text.focus(),
  };
}
