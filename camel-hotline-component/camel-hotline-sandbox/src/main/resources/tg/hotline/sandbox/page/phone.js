// The customer's phone: the private chat with the bot as the customer sees it.

import { arrange, clock, element, setText, theirs, toast } from "./dom.js";
import { chatKey } from "./store.js";

const NAMES = ["Ada", "Ben", "Chloé", "Dmytro", "Emre", "Fatima", "Goran", "Hana"];

/** What the sender's kind means, for those who point at a message: the customer sees only the bot. */
const SENT_BY = { bot: "Sent by the bot's own program", operator: "Written by an operator", hotline: "Hotline's greeting" };

export function phonePane(store, desk) {
  const whose = element("select", { "aria-label": "Whose phone", onchange: () => choose(whose.value) });
  const fresh = element("button", { type: "button", onclick: () => openForm() }, "New customer");
  const bots = element("select", { "aria-label": "Bot" });
  const name = element("input", { "aria-label": "First name", maxlength: "64", required: true, dir: "auto" });
  const form = element(
    "form",
    {
      class: "newcomer",
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        form.hidden = true;
        desk.takePhone(bots.value, null, name.value.trim() || "Customer");
        start.hidden ? text.focus() : start.focus();
      },
      onkeydown: (event) => {
        if (event.key === "Escape") {
          form.hidden = true;
          fresh.focus();
          event.preventDefault();
        }
      },
    },
    element("label", {}, "Name ", name),
    element("label", {}, "writes to ", bots),
    element("button", { type: "submit" }, "Begin"),
  );
  const bot = element("h3");
  const whoReads = element("p", { class: "reader" });
  const list = element("ol", { class: "messages" });
  const scroller = element("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Private chat" }, list);
  const start = element("button", { type: "button", class: "start", onclick: () => write("/start") }, "START");
  const notice = element("p", { class: "notice", role: "status" });
  const asleep = element("p", { class: "asleep", role: "status" });
  const keyword = element("div", { class: "keyword" });
  const reply = element("div", { class: "reply", role: "group", "aria-label": "The bot's keyboard" });
  const text = element("textarea", {
    rows: "1",
    dir: "auto",
    placeholder: "Message",
    "aria-label": "Write as the customer",
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        write(text.value);
      }
    },
  });
  const composer = element(
    "form",
    { class: "line", onsubmit: (event) => (event.preventDefault(), text.focus(), write(text.value)) },
    element(
      "button",
      { type: "button", class: "menu-button", "aria-label": "Send /start as the customer", title: "Begins anew with the bot", onclick: () => write("/start") },
      "/start",
    ),
    text,
    element("button", { type: "submit", class: "send", "aria-label": "Send as the customer" }, "Send"),
  );
  const handset = element(
    "div",
    { class: "handset" },
    element("header", {}, bot, whoReads),
    scroller,
    notice,
    asleep,
    start,
    keyword,
    reply,
    composer,
  );
  const nobody = element("p", { class: "empty" });
  const root = element(
    "section",
    { class: "phone", "aria-label": "The customer's phone" },
    element("header", { class: "head" }, element("h2", {}, "Customer's phone"), fresh),
    form,
    whose,
    handset,
    nobody,
  );
  let shown = null;
  let shownJson = "";
  let shownNotice = null;
  let hideNotice = 0;
  /** The chat, and its message, after which no program was there to ask for the bot's updates. */
  let unheard = null;
  const drafts = new Map();
  const bubbles = new Map();

  function openForm() {
    form.hidden = !form.hidden;
    if (form.hidden) {
      return;
    }
    const instance = desk.topic?.instance ?? store.connections[0]?.instance;
    bots.replaceChildren(
      ...store.connections.map((it) => element("option", { value: it.instance, selected: it.instance === instance }, it.name)),
    );
    name.value = NAMES[store.chats.size % NAMES.length];
    name.focus();
    name.select();
  }

  function choose(value) {
    const chat = store.chats.get(value);
    if (chat) {
      desk.takePhone(chat.instance, chat.user.user_id, fullName(chat.user));
    }
  }

  async function write(words) {
    const customer = desk.customer;
    if (!customer || words.trim() === "") {
      return;
    }
    try {
      const said = await store.send("customer", {
        instance: customer.instance,
        ...(customer.userId === null ? { first_name: customer.name } : { user_id: customer.userId }),
        text: words,
      });
      if (text.value === words) {
        text.value = "";
      }
      const key = chatKey(customer.instance, said.user_id);
      unheard = said.bot_runs ? null : { key, after: said.message_id };
      if (customer.userId === null && desk.customer === customer) {
        drafts.set(key, text.value);
        desk.named(said.user_id);
      }
      update();
    } catch (error) {
      toast(error.message, "error");
    }
  }

  async function press(message, data) {
    const { instance, userId } = desk.customer;
    shownNotice = null; // the same words again are news again
    try {
      const said = await store.send("press", { instance, user_id: userId, message_id: message.message_id, data });
      const key = chatKey(instance, userId);
      unheard = said.bot_runs ? null : { key, after: store.chats.get(key)?.messages.at(-1).message_id };
      update();
    } catch (error) {
      toast(error.message, "error");
    }
  }

  function inline(message) {
    const rows = message.keyboard.rows.map((row) =>
      element("div", { class: "buttons" }, ...row.map((button) => inlineButton(message, button))),
    );
    return element("div", { class: "inline", role: "group", "aria-label": "Buttons" }, ...rows);
  }

  function inlineButton(message, { text: label, data, url }) {
    if (data !== null) {
      return theirs("button", label, { type: "button", onclick: () => press(message, data) });
    }
    // A button may bear any address, "javascript:" too.
    if (url && /^https?:\/\//i.test(url)) {
      return theirs("a", `${label} ↗`, { href: url, target: "_blank", rel: "noopener noreferrer", title: url });
    }
    return theirs("button", label, { type: "button", disabled: true, title: "This button leads nowhere from here" });
  }

  function bubble(message) {
    return element(
      "li",
      { class: `message ${message.sender === "customer" ? "mine" : "bots"}`, title: SENT_BY[message.sender] },
      element("span", { class: "sr" }, message.sender === "customer" ? "You: " : "Bot: "),
      theirs("p", message.text, { class: "text" }),
      element("span", { class: "meta" }, message.edited ? "edited " : "", clock(message.at)),
      message.keyboard?.type === "inline" ? inline(message) : null,
    );
  }

  /** The bubbles, anew only where a message has changed: what is selected or has the focus stays so. */
  function bubblesOf(messages) {
    const before = new Map(bubbles);
    bubbles.clear();
    for (const it of messages) {
      const json = JSON.stringify(it);
      const made = before.get(it.message_id);
      bubbles.set(it.message_id, made?.json === json ? made : { json, node: bubble(it) });
    }
    return [...bubbles.values()].map((it) => it.node);
  }

  function showNotice(words) {
    if (words !== shownNotice) {
      shownNotice = words;
      clearTimeout(hideNotice);
      setText(notice, words ?? "");
      hideNotice = setTimeout(() => setText(notice, ""), 5000);
    }
  }

  /** What opens the topic, while it is not open. */
  function showKeyword(customer) {
    const connection = store.connection(customer.instance);
    const topic = customer.userId === null ? null : store.topicOf(customer.instance, customer.userId);
    const words = topic && topic.status !== "closed" ? [] : (connection?.private_keywords ?? []);
    const now = words.join("\n");
    keyword.hidden = words.length === 0;
    if (keyword.dataset.shown !== now) {
      keyword.dataset.shown = now;
      keyword.replaceChildren(
        element("span", {}, "Operators see this customer once they say "),
        ...words.map((it) => theirs("button", it, { type: "button", onclick: () => write(it) })),
      );
    }
  }

  function listCustomers() {
    const options = [...store.chats.entries()].map(([key, chat]) => [key, `${fullName(chat.user)} · ${chat.instance_name}`]);
    const customer = desk.customer;
    if (customer?.userId === null) {
      options.unshift(["new", `${customer.name} · ${store.connection(customer.instance)?.name} (new)`]);
    } else if (!customer) {
      options.unshift(["", "Nobody"]);
    }
    const now = JSON.stringify(options);
    if (whose.dataset.shown !== now) {
      whose.dataset.shown = now;
      whose.replaceChildren(...options.map(([value, label]) => element("option", { value }, label)));
    }
    whose.value = !customer ? "" : customer.userId === null ? "new" : chatKey(customer.instance, customer.userId);
  }

  function update() {
    const focused = document.activeElement;
    const wasHere = handset.contains(focused);
    show();
    if (wasHere && !focused.checkVisibility()) {
      const again = [...list.querySelectorAll("button")].findLast((it) => it.textContent === focused.textContent);
      (again ?? text).focus();
    }
  }

  function show() {
    const customer = desk.customer;
    listCustomers();
    handset.hidden = !customer;
    nobody.hidden = !!customer;
    if (!customer) {
      setText(nobody, desk.topic ? "This topic is a group chat: nobody's phone. Choose a customer above, or begin as a new one." : "Begin as a new customer.");
      drafts.set(shown, text.value);
      shown = null;
      return;
    }
    const chat = customer.userId === null ? null : store.chats.get(chatKey(customer.instance, customer.userId));
    setText(bot, store.connection(customer.instance)?.name ?? "");
    setText(whoReads, `bot · this is ${customer.name}'s phone`);
    whoReads.dir = "auto";
    const messages = chat?.messages ?? [];
    const key = chatKey(customer.instance, customer.userId);
    const another = key !== shown;
    const json = JSON.stringify([key, messages, chat?.reply_keyboard]);
    start.hidden = messages.length > 0;
    composer.hidden = messages.length === 0;
    showKeyword(customer);
    const heard = chat?.notice || messages.some((it) => it.sender === "bot" && it.message_id > unheard?.after);
    setText(asleep, unheard?.key === key && !heard ? "No program runs this bot now, so it does not answer." : "");
    if (another) {
      shownNotice = chat?.notice ?? null;
      setText(notice, "");
      drafts.set(shown, text.value);
      text.value = drafts.get(key) ?? "";
      bubbles.clear();
      shown = key;
    } else {
      showNotice(chat?.notice ?? null);
    }
    if (json === shownJson) {
      return;
    }
    const wasAtEnd = another || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    arrange(list, bubblesOf(messages));
    reply.replaceChildren(
      ...(chat?.reply_keyboard?.rows ?? []).map((row) =>
        element("div", { class: "buttons" }, ...row.map((label) => theirs("button", label, { type: "button", onclick: () => write(label) }))),
      ),
    );
    reply.hidden = !chat?.reply_keyboard;
    if (wasAtEnd) {
      scroller.scrollTop = scroller.scrollHeight;
    }
    shownJson = json;
  }

  return { root, update };
}

const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
