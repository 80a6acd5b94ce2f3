// The page's frame: tabs, the connection's state, the menu.
//
// A view is a module with view(root, store, address): called once, when its tab is first opened. It fills root and watches
// the store (see store.js). The part of the hash after its name ("#topics/2101424779/5343") is the view's own:
// address.read() gives it, address.write(text) changes it, address.watch(listener) tells of changes.

import { view as calls } from "./calls.js";
import { element, setText, toast } from "./dom.js";
import { view as faults } from "./faults.js";
import { Store } from "./store.js";
import { view as topics } from "./topics.js";

const VIEWS = [
  { name: "topics", title: "Topics", view: topics },
  { name: "calls", title: "Calls", view: calls },
  { name: "faults", title: "Faults", view: faults },
];

const store = new Store();
const main = document.querySelector("main");
const tabs = document.querySelector(".tabs");
const opened = new Map();

function parts() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  const view = VIEWS.find((it) => it.name === name) ?? VIEWS[0];
  return { view, rest: view.name === name ? rest.join("/") : "" };
}

function show() {
  const { view, rest } = parts();
  for (const tab of tabs.children) {
    tab.toggleAttribute("aria-current", false);
    if (tab.dataset.view === view.name) {
      tab.setAttribute("aria-current", "page");
    }
  }
  for (const [name, it] of opened) {
    it.root.hidden = name !== view.name;
  }
  let shown = opened.get(view.name);
  if (!shown) {
    const root = element("section", { class: `view ${view.name}`, "aria-label": view.title });
    main.append(root);
    shown = { root, listeners: new Set(), rest: "" };
    opened.set(view.name, shown);
    shown.rest = rest;
    view.view(root, store, {
      read: () => shown.rest,
      write: (text) => (location.hash = `${view.name}/${text}`),
      watch: (listener) => shown.listeners.add(listener),
    });
  } else if (shown.rest !== rest) {
    shown.rest = rest;
    shown.listeners.forEach((listener) => listener(rest));
  }
}

for (const { name, title } of VIEWS) {
  tabs.append(element("a", { href: `#${name}`, "data-view": name }, title));
}
// A tab leads back to where one was in it.
tabs.addEventListener("click", (event) => {
  const name = event.target.dataset?.view;
  if (opened.get(name)?.rest) {
    event.preventDefault();
    location.hash = `${name}/${opened.get(name).rest}`;
  }
});
window.addEventListener("hashchange", show);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // its hash would be a view's
  main.focus();
});

const online = document.querySelector(".online");
function sayOnline() {
  setText(online, store.online ? "live" : "connecting…");
  online.classList.toggle("away", !store.online);
  document.body.classList.toggle("away", !store.online);
}
store.watch((changes) => {
  if (changes.has("online")) {
    sayOnline();
  }
});
sayOnline();

const HINT = "hotline-sandbox-hint";
const hint = document.querySelector(".hint");
const remembered = {
  get: (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage can be switched off
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // then it is shown again
    }
  },
};
hint.hidden = remembered.get(HINT) === "seen";
document.getElementById("got-it").addEventListener("click", () => {
  hint.hidden = true;
  remembered.set(HINT, "seen");
});

const more = document.querySelector(".more");
document.getElementById("show-hint").addEventListener("click", () => {
  hint.hidden = false;
  more.open = false;
});
document.getElementById("reset").addEventListener("click", async () => {
  more.open = false;
  try {
    await store.send("reset");
    toast("The sandbox is back at its start.");
  } catch (error) {
    toast(error.message, "error");
  }
});
document.addEventListener("click", (event) => {
  if (more.open && !more.contains(event.target)) {
    more.open = false;
  }
});
more.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && more.open) {
    more.open = false;
    more.querySelector("summary").focus();
    event.stopPropagation();
  }
});

show();
store.connect();
