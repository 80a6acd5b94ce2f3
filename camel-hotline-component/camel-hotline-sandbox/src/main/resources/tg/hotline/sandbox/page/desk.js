// What the person at the page looks at: which topic, whose phone, and, where there is room for one pane, which pane.

import { chatKey, topicKey } from "./store.js";

export class Desk {
  /** "list", "dialog" or "side": the pane that narrow windows show. */
  pane = "list";

  /** "group/topic", or null. */
  selected = null;

  /** Whose phone: {instance, userId, name}; userId is null until a new customer has written. Null if nobody's. */
  customer = null;

  #store;
  #address;
  #listeners = [];
  #seen = new Map();
  #waitsForTopic = false;

  constructor(store, address) {
    this.#store = store;
    this.#address = address;
  }

  watch(listener) {
    this.#listeners.push(listener);
  }

  get topic() {
    return this.#store.topics.get(this.selected) ?? null;
  }

  /** By the address: "group/topic", or nothing. */
  goTo(key) {
    if (key && key !== this.selected) {
      this.#select(key);
      this.pane = "dialog";
    }
    this.#changed();
  }

  /** Opens a topic, and the phone of its customer. */
  open(key) {
    this.#select(key);
    this.pane = "dialog";
    this.#address.write(key);
    this.#changed();
  }

  show(pane) {
    this.pane = pane;
    this.#changed();
  }

  back() {
    this.show(this.pane === "side" ? "dialog" : "list");
  }

  /** Takes up a customer's phone, whose topic, if there is one, is opened too. */
  takePhone(instance, userId, name) {
    this.customer = { instance, userId, name };
    const topic = userId === null ? null : this.#store.topicOf(instance, userId);
    this.#waitsForTopic = topic === null;
    if (topic) {
      this.selected = topicKey(topic);
      this.#address.write(this.selected);
    }
    this.#changed();
  }

  /** After a new customer's first message. */
  named(userId) {
    this.customer = { ...this.customer, userId };
    this.follow(new Set(["topic"]));
    this.#changed();
  }

  /** What is new in a topic, by its messages that operators did not write themselves. */
  unread(topic) {
    const key = topicKey(topic);
    const seen = this.#seen.get(key) ?? 0;
    return this.#store
      .topicMessages(topic)
      .filter((it) => it.number > seen && !["operator", "comment", "command"].includes(it.author)).length;
  }

  /** The dialog is on the screen: what is in it is not new any more. */
  see() {
    const last = this.topic && this.#store.topicMessages(this.topic).at(-1);
    if (last) {
      this.#seen.set(this.selected, last.number);
    }
  }

  /** Follows the store: what is there at first is not new; a customer's topic is opened when it comes. */
  follow(changes) {
    const store = this.#store;
    if (changes.has("snapshot")) {
      const last = Math.max(0, ...[...store.messages.values()].map((it) => it.at(-1).number));
      // A topic that came while the page was away is new.
      const unknown = this.#seen.size === 0 ? last : 0;
      for (const key of store.topics.keys()) {
        this.#seen.set(key, Math.min(this.#seen.get(key) ?? unknown, last));
      }
      if (this.customer?.userId && !store.chats.has(chatKey(this.customer.instance, this.customer.userId))) {
        this.customer = null;
      }
      if (!this.topic) {
        const waiting = [...store.topics.values()].find((it) => it.status === "user_answered");
        const first = waiting ?? store.topics.values().next().value;
        this.#select(first ? topicKey(first) : null);
        this.pane = "list";
      } else if (!this.customer) {
        this.#select(this.selected);
      }
    }
    if (this.#waitsForTopic && this.customer?.userId) {
      const topic = store.topicOf(this.customer.instance, this.customer.userId);
      if (topic) {
        this.#waitsForTopic = false;
        this.selected = topicKey(topic);
        this.#address.write(this.selected);
      }
    }
  }

  #select(key) {
    this.selected = key;
    this.#waitsForTopic = false;
    const topic = this.topic;
    this.customer = topic?.user_id ? { instance: topic.instance, userId: topic.user_id, name: topic.title } : null;
  }

  #changed() {
    this.#listeners.forEach((listener) => listener());
  }
}
