// What the sandbox has told this page, kept up to date by server-sent events, and the commands to it.

/** Messages kept of each topic, and calls: as many as a snapshot brings. */
export const KEPT = 200;

export const topicKey = (it) => `${it.group_id}/${it.topic_id}`;
export const chatKey = (instance, userId) => `${instance}/${userId}`;

/**
 * The store that views get.
 *
 * Read: connections (array), topics (Map by "group/topic"), messages (Map by "group/topic" of arrays, newest 200),
 * chats (Map by "instance/user"), calls (Map by number, newest 200, in order), script (object), online (boolean), known (boolean).
 * watch(listener): called with the set of what changed, at most once a frame: "snapshot", "topic", "message", "chat",
 * "call", "script", "online". After "snapshot" everything may have changed. Returns a function that ends it.
 * send(command, body): POST /console/api/{command}; the answer as an object. Throws an Error with the sandbox's words.
 */
export class Store {
  connections = [];
  topics = new Map();
  messages = new Map();
  chats = new Map();
  calls = new Map();
  script = {};
  online = false;
  known = false;

  #listeners = new Set();
  #changes = new Set();
  #due = false;
  #source = null;

  connect() {
    const source = new EventSource("/console/api/events");
    this.#source = source;
    const on = (name, take) =>
      source.addEventListener(name, (event) => {
        take(JSON.parse(event.data));
        this.#changed(name);
      });
    source.addEventListener("open", () => this.#isOnline(true));
    source.addEventListener("error", () => {
      this.#isOnline(false);
      if (source.readyState === EventSource.CLOSED && source === this.#source) {
        setTimeout(() => this.connect(), 1000);
      }
    });
    on("snapshot", (all) => this.#everything(all));
    on("topic", (topic) => this.topics.set(topicKey(topic), topic));
    on("message", (message) => this.#message(message));
    on("chat", (chat) => this.chats.set(chatKey(chat.instance, chat.user.user_id), chat));
    on("call", (call) => this.#call(call));
    on("script", (script) => (this.script = script));
  }

  watch(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(command, body = {}) {
    let answer;
    try {
      answer = await fetch(`/console/api/${command}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Error("The sandbox does not answer. What you wrote is still here: try again when it is back.");
    }
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Error(said.error ?? `The sandbox answered ${answer.status}`);
    }
    return said;
  }

  topicMessages(topic) {
    return this.messages.get(topicKey(topic)) ?? [];
  }

  /** The topic of a customer's dialog with a bot, if it is open or was. */
  topicOf(instance, userId) {
    for (const topic of this.topics.values()) {
      if (topic.instance === instance && topic.user_id === userId) {
        return topic;
      }
    }
    return null;
  }

  connection(instance) {
    return this.connections.find((it) => it.instance === instance);
  }

  #everything(all) {
    this.connections = all.connections;
    this.topics = new Map(all.topics.map((it) => [topicKey(it), it]));
    this.chats = new Map(all.chats.map((it) => [chatKey(it.instance, it.user.user_id), it]));
    this.calls = new Map(all.calls.map((it) => [it.number, it]));
    this.script = all.script;
    this.messages = new Map();
    all.messages.forEach((it) => this.#message(it));
    this.known = true;
  }

  #message(message) {
    const key = topicKey(message);
    const messages = this.messages.get(key) ?? [];
    message.time = Date.parse(message.at);
    messages.push(message);
    if (messages.length > KEPT) {
      messages.shift();
    }
    this.messages.set(key, messages);
  }

  #call(call) {
    this.calls.set(call.number, call);
    if (this.calls.size > KEPT) {
      this.calls.delete(this.calls.keys().next().value);
    }
  }

  #isOnline(online) {
    if (this.online !== online) {
      this.online = online;
      this.#changed("online");
    }
  }

  #changed(what) {
    this.#changes.add(what);
    if (!this.#due) {
      this.#due = true;
      // A frame never comes to a page that is hidden; its title is to say what is new nevertheless.
      document.hidden ? setTimeout(() => this.#tell(), 200) : requestAnimationFrame(() => this.#tell());
    }
  }

  #tell() {
    this.#due = false;
    const changes = this.#changes;
    this.#changes = new Set();
    for (const listener of this.#listeners) {
      listener(changes);
    }
  }
}
