// The view "Calls": the journal of the Topics API, the newest first, and what came in and went out with one of them.

import { arrange, copy, element, setText, theirs } from "./dom.js";
import { pretty } from "./pretty.js";
import { topicKey } from "./store.js";

/** How calls end, in few words, and what colour that has. */
const OUTCOMES = {
  pending: { words: "pending", kind: "waits" },
  topic_info: { words: "info", kind: "good" },
  message_sent: { words: "sent", kind: "good" },
  error: { words: "error", kind: "bad" },
  http_error: { words: "HTTP error", kind: "bad" },
  scripted: { words: "scripted", kind: "played" },
  cut: { words: "cut", kind: "broken" },
  client_gone: { words: "client gone", kind: "broken" },
};

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

const COLUMNS = {
  number: "Call",
  time: "Time",
  action: "Action",
  about: "About",
  end: "Outcome",
  status: "Status",
  effect: "Effect",
  took: "Took",
  fault: "Fault",
};

export function outcome(call) {
  const { words, kind } = OUTCOMES[call.outcome] ?? { words: call.outcome, kind: "bad" };
  return element("span", { class: `outcome ${kind}`, "data-outcome": call.outcome }, words);
}

export function view(root, store, address) {
  const rows = new Map();
  const search = element("input", {
    type: "search",
    placeholder: "Find a call",
    "aria-label": "Find a call by its action, topic, user, status or fault",
    oninput: update,
  });
  const ends = element(
    "select",
    { "aria-label": "Outcome", onchange: update },
    element("option", { value: "" }, "All outcomes"),
    ...Object.entries(OUTCOMES).map(([value, it]) => element("option", { value }, it.words)),
  );
  const count = element("p", { class: "count" });
  const body = element("tbody");
  const table = element(
    "table",
    { "aria-label": "Calls, the newest first" },
    element("thead", {}, element("tr", {}, ...Object.entries(COLUMNS).map(([name, title]) => element("th", { scope: "col", class: name }, title)))),
    body,
  );
  const none = element("p", { class: "none" });
  const list = element(
    "div",
    { class: "pane journal" },
    element("div", { class: "find" }, search, ends, count),
    element("div", { class: "rows" }, table, none),
  );
  const details = detailsPane(store, address);
  root.append(list, details.root);

  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      row.querySelector("a").focus();
      address.write(row.dataset.call);
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.target !== ends) {
      const links = [...body.querySelectorAll("a.number")];
      const from = links.indexOf(event.target);
      links[Math.max(0, Math.min(links.length - 1, from + step))]?.focus();
      event.preventDefault();
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && address.read()) {
      const row = rows.get(Number(address.read()));
      address.write("");
      row?.row.querySelector("a").focus();
    }
  });

  function matching(call) {
    const words = search.value.trim().toLowerCase();
    const text = [call.number, call.action, call.instance, call.group_id, call.topic_id, call.user_id, call.status, call.fault]
      .join(" ")
      .toLowerCase();
    return (ends.value === "" || call.outcome === ends.value) && (words === "" || text.includes(words));
  }

  function row(call) {
    let made = rows.get(call.number);
    if (made?.call !== call) {
      const row = made?.row ?? element("tr", { "data-call": call.number });
      const focused = row.contains(document.activeElement);
      const shows = Object.entries(cells(call));
      row.replaceChildren(...shows.map(([name, it]) => element("td", { class: it === null ? `${name} nil` : name }, it ?? "–")));
      if (focused) {
        row.querySelector("a").focus({ preventScroll: true });
      }
      made = { row, call };
      rows.set(call.number, made);
    }
    made.row.classList.toggle("selected", String(call.number) === address.read());
    return made.row;
  }

  /** What each column shows, null for nothing. */
  function cells(call) {
    return {
      number: element("a", { class: "number", href: `#calls/${call.number}`, "aria-label": `Call ${call.number}` }, String(call.number)),
      time: element("time", { datetime: call.at }, TIME.format(new Date(call.at))),
      action: call.action === null ? null : theirs("span", call.action),
      about: about(call),
      end: outcome(call),
      status: call.status ? String(call.status) : null,
      effect: call.took_effect ? element("span", { class: "posted" }, "posted") : null,
      took: call.outcome === "pending" ? "…" : `${call.millis} ms`,
      fault: call.fault === null ? null : theirs("span", call.fault),
    };
  }

  function update() {
    const newest = [...store.calls.values()].sort((a, b) => b.number - a.number);
    const found = newest.filter(matching);
    arrange(body, found.map(row));
    for (const number of rows.keys()) {
      if (!store.calls.has(number)) {
        rows.delete(number);
      }
    }
    const all = newest[0]?.number ?? 0;
    const kept = newest.length;
    setText(
      count,
      all === 0 ? "" : found.length < kept ? `${found.length} of the newest ${kept}` : all > kept ? `the newest ${kept} of ${all}` : `${all} so far`,
    );
    setText(none, !store.known ? "" : all === 0 ? "No calls yet. Let a route call Hotline, and it is here." : found.length === 0 ? "None of these is so." : "");
    table.hidden = found.length === 0;
    none.hidden = none.textContent === "";
  }

  function goTo() {
    root.classList.toggle("open", address.read() !== "");
    rows.forEach((it, number) => it.row.classList.toggle("selected", String(number) === address.read()));
    details.show(address.read());
  }

  store.watch((changes) => {
    if (changes.has("snapshot")) {
      rows.clear();
    }
    if (changes.has("snapshot") || changes.has("call")) {
      update();
      details.update();
    }
  });
  address.watch(goTo);
  update();
  goTo();
}

/** Whom or what it is about. */
function about(call) {
  if (call.topic_id !== null) {
    return theirs("span", `topic ${call.topic_id}`);
  }
  return call.user_id !== null ? theirs("span", `user ${call.user_id}`) : null;
}

function detailsPane(store, address) {
  const title = element("h2");
  const close = element("button", { type: "button", class: "close", "aria-label": "Close the details", onclick: () => address.write("") }, "✕");
  const facts = element("dl");
  const cameIn = element("section", { "aria-label": "Came in" });
  const wentOut = element("section", { "aria-label": "Went out" });
  const problem = element("p", { class: "none" });
  const text = element("div", { class: "texts" }, facts, cameIn, wentOut);
  const root = element("aside", { class: "pane details", "aria-label": "One call", tabindex: "-1" }, element("header", { class: "head" }, title, close), problem, text);
  let number = "";
  let shown = null;
  let asked = 0;

  async function load() {
    const wanted = number;
    const mine = ++asked;
    shown = store.calls.get(Number(wanted));
    let call;
    let said;
    try {
      const answer = await fetch(`/console/api/calls/${encodeURIComponent(wanted)}`);
      call = await answer.json();
      said = answer.ok ? "" : call.error;
    } catch {
      said = "The sandbox does not answer.";
    }
    if (mine === asked) {
      setText(problem, said);
      problem.hidden = said === "";
      text.hidden = said !== "";
      if (!said) {
        fill(call);
      }
    }
  }

  function fill(call) {
    const topic = topicOf(call);
    const lines = {
      At: element("time", { datetime: call.at }, TIME.format(new Date(call.at))),
      Action: call.action === null ? null : theirs("span", call.action),
      About: topic ? element("a", { href: `#topics/${topicKey(topic)}` }, theirs("span", topic.title)) : about(call),
      Outcome: outcome(call),
      Effect: element("span", {}, call.took_effect ? "posted a message" : "none"),
      Took: element("span", {}, call.outcome === "pending" ? "…" : `${call.millis} ms`),
      Fault: call.fault ? element("span", {}, theirs("span", call.fault), " (", element("a", { href: "#faults" }, "faults"), ")") : null,
    };
    facts.replaceChildren(
      ...Object.entries(lines)
        .filter(([, value]) => value)
        .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
    );
    const { came_in: came, went_out: went } = call;
    cameIn.replaceChildren(element("h3", {}, "Came in"), ...message(`${came.method} /webhook/topic_action`, came));
    wentOut.replaceChildren(element("h3", {}, "Went out"), ...message(went.status ? `${went.status}, ${went.end}` : went.end, went));
  }

  function topicOf(call) {
    return call.topic_id !== null ? store.topics.get(`${call.group_id}/${call.topic_id}`) : store.topicOf(call.instance, call.user_id);
  }

  return {
    root,
    show(wanted) {
      root.hidden = wanted === "";
      if (wanted !== number) {
        number = wanted;
        setText(title, `Call ${wanted}`);
        text.hidden = true;
        problem.hidden = true;
        asked++;
        if (wanted) {
          load();
        }
      }
    },
    /** Asks again when the call has changed. */
    update() {
      if (number && store.calls.get(Number(number)) !== shown) {
        load();
      }
    },
  };
}

/** The first line, the headers and the body. */
function message(line, { headers, body, length }) {
  const shows = [element("p", { class: "first" }, line)];
  const names = Object.entries(headers ?? {});
  if (names.length > 0) {
    shows.push(
      element("dl", { class: "headers" }, ...names.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, theirs("span", value))))),
    );
  }
  if (body) {
    const text = pretty(body);
    const copied = () => copy(text, "The body is copied.", "The browser does not let pages copy here.");
    const button = element("button", { type: "button", class: "copy", "aria-label": "Copy the body", onclick: copied }, "Copy");
    shows.push(element("div", { class: "body" }, element("pre", { tabindex: "0" }, text), button));
  } else if (body === "") {
    shows.push(element("p", { class: "none" }, "No body"));
  }
  if (length > (body ?? "").length && length > 8192) {
    shows.push(element("p", { class: "none" }, `The beginning of ${length} characters.`));
  }
  return shows;
}
