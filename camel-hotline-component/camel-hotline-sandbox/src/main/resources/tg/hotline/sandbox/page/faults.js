// The view "Faults": what the next calls are answered with, by a click.

import { element, setText, theirs, toast } from "./dom.js";
import { outcome } from "./calls.js";

/** What hotline:send tells, in the order to show it. */
const TOLD = [
  { told: "OK", words: "The message is posted, and the caller knows." },
  {
    told: "NOT_SENT",
    words: "Surely not posted. hotline:send tries again by itself first: let more calls in a row have it, to see it fail.",
  },
  { told: "REJECTED", words: "Refused, and not posted. Trying again does not help." },
  { told: "UNKNOWN", words: "The caller cannot know whether the message is posted, so it does not try again.", split: true },
];

const PHASES = [
  { phase: "running", title: "Running", words: "As usual." },
  { phase: "starting", title: "Starting", words: "It listens, but knows no path: 404, a page." },
  { phase: "loading", title: "Loading", words: "It knows no workflow yet: 404, JSON." },
  { phase: "upgrading", title: "Upgrading", words: "200, a page: “n8n is starting up”." },
];

/** Calls with a fault, shown as just played. */
const PLAYED = 6;

export function view(root, store) {
  const buttons = new Map();
  const times = element("input", { type: "number", min: "1", max: "1000", value: "1", id: "times", inputmode: "numeric" });
  const groups = element("div", { class: "pane offers" });
  const next = element("ol", { class: "queue", "aria-label": "What comes next" });
  const always = element("ul", { class: "queue" });
  const holds = element("div", {}, element("h3", {}, "After that, for calls that match"), always);
  const then = element("p", { class: "none", role: "status" });
  const forget = element("button", { type: "button", onclick: () => send("faults/clear") }, "Forget these");
  const played = element("ul", { class: "played" });
  const nothing = element("p", { class: "none" }, "Nothing yet");
  const phases = element(
    "fieldset",
    { class: "phases" },
    element("legend", {}, "The service is"),
    ...PHASES.map(({ phase, title, words }) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name: "phase", value: phase, onchange: () => send("phase", { phase }) }),
        element("span", {}, element("b", {}, title), " ", element("small", {}, words)),
      ),
    ),
  );
  const side = element(
    "aside",
    { class: "pane script", "aria-label": "Script" },
    element("section", { "aria-label": "Next" }, element("h2", {}, "Next"), next, then, forget, holds),
    element("section", { "aria-label": "Just played" }, element("h2", {}, "Just played"), played, nothing),
    phases,
  );
  root.append(groups, side);

  async function send(command, body) {
    try {
      await store.send(command, body);
    } catch (error) {
      toast(error.message, "error");
      script(); // the phase that is, not the one wished for
    }
  }

  function offer(it) {
    const queued = element("span", { class: "queued" });
    const button = element(
      "button",
      { type: "button", class: "offer", "data-fault": it.label, onclick: () => send("faults", { label: it.label, times: times.valueAsNumber }) },
      element("b", {}, it.label),
      queued,
      element("span", {}, it.says),
    );
    buttons.set(it.label, queued);
    return element("li", {}, button);
  }

  function list(offers) {
    return element("ul", { class: "offered" }, ...offers.map(offer));
  }

  async function load() {
    let offers;
    try {
      const answer = await fetch("/console/api/faults");
      offers = await answer.json();
    } catch {
      groups.replaceChildren(element("p", { class: "none" }, "The sandbox does not answer. ", element("button", { type: "button", onclick: load }, "Try again")));
      return;
    }
    groups.replaceChildren(
      element(
        "header",
        { class: "head" },
        element("h2", {}, "What is the next call to get?"),
        element("label", { for: "times" }, "Calls in a row ", times),
      ),
      ...TOLD.map(({ told, words, split }) => {
        const these = offers.filter((it) => it.told === told);
        return element(
          "section",
          { "aria-label": told, class: `told ${told.toLowerCase()}` },
          element("h3", {}, element("code", {}, told)),
          element("p", {}, words),
          ...(split
            ? [
                element("h4", {}, "The message is posted"),
                list(these.filter((it) => it.effect)),
                element("h4", {}, "The message is not posted"),
                list(these.filter((it) => !it.effect)),
              ]
            : [list(these)]),
        );
      }),
    );
    script();
  }

  function entry({ label, times: left, any_call: any }, counted) {
    const some = any ? "" : " that match";
    const note = counted ? (left === 1 ? `next call${some}` : `next ${left} calls${some}`) : any ? "all calls" : "calls that match";
    return element("li", {}, theirs("b", label), " ", element("small", {}, note));
  }

  function script() {
    const { phase, next: queue = [], always: standing = [] } = store.script;
    next.replaceChildren(...queue.map((it) => entry(it, true)));
    always.replaceChildren(...standing.map((it) => entry(it, false)));
    holds.hidden = standing.length === 0;
    forget.hidden = queue.length === 0;
    setText(then, queue.length === 0 && standing.length === 0 ? "Nothing is scripted: calls are answered as usual." : queue.length === 0 ? "" : "Then as usual.");
    for (const [label, badge] of buttons) {
      const waiting = queue.filter((it) => it.label === label).reduce((sum, it) => sum + it.times, 0);
      setText(badge, waiting === 0 ? "" : `next: ${waiting}`);
    }
    for (const radio of phases.querySelectorAll("input")) {
      radio.checked = radio.value === phase;
    }
    root.classList.toggle("not-running", phase !== undefined && phase !== "running");
  }

  function justPlayed() {
    const hit = [...store.calls.values()].filter((it) => it.fault).sort((a, b) => b.number - a.number);
    played.replaceChildren(
      ...hit
        .slice(0, PLAYED)
        .map((call) => element("li", {}, element("a", { href: `#calls/${call.number}` }, `Call ${call.number}`), " ", theirs("span", call.fault), " ", outcome(call))),
    );
    nothing.hidden = hit.length > 0;
  }

  store.watch((changes) => {
    if (changes.has("snapshot") || changes.has("script")) {
      script();
    }
    if (changes.has("snapshot") || changes.has("call")) {
      justPlayed();
    }
  });
  script();
  justPlayed();
  load();
}
