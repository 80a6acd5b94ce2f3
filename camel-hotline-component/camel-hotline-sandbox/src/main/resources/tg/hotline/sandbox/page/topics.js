// The view "Topics": the groups' topics, the dialog of one, its facts and the customer's phone.

import { Desk } from "./desk.js";
import { dialogPane } from "./dialog.js";
import { factsPane } from "./facts.js";
import { listPane } from "./list.js";
import { phonePane } from "./phone.js";
import { element } from "./dom.js";

export function view(root, store, address) {
  const desk = new Desk(store, address);
  const list = listPane(store, desk);
  const dialog = dialogPane(store, desk);
  const facts = factsPane(store, desk);
  const phone = phonePane(store, desk);
  const side = element("div", { class: "pane side" }, facts.root, phone.root);
  root.append(list.root, dialog.root, side);
  const panes = [list, dialog, facts, phone];
  const update = (changes) => {
    root.dataset.pane = desk.pane;
    panes.forEach((pane) => pane.update(changes));
  };
  store.watch((changes) => {
    desk.follow(changes);
    update(changes);
  });
  desk.watch(() => update(new Set(["desk"])));
  address.watch(() => desk.goTo(address.read()));
  desk.goTo(address.read());

  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      desk.back();
      (desk.pane === "dialog" ? dialog : list).focus();
    } else if (!typing(event) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.key === "j" || event.key === "k") {
        list.move(event.key === "j" ? 1 : -1);
        event.preventDefault();
      }
    }
  });
}

const typing = (event) => event.target.closest("input, textarea, select") !== null;
