// One call on the page: runs it, and shows the verdict, the evidence and the change that fixes it.

import { differences, settled } from "./agreement.js";
import { arrivals, nextCall, perform, predict } from "./call.js";
import { element, prose } from "./element.js";
import { snippet } from "./snippet.js";
import { wires } from "./wire.js";

export class ScenarioView {
  constructor(scenario, isOpen) {
    this.scenario = scenario;
    this.chip = element("span.chip", {}, "…");
    this.agreement = element("span.agreement");
    this.body = element("div.body", {}, snippet(scenario));
    const summary = element("summary", {}, this.chip, element("h3", {}, scenario.title), this.agreement);
    this.root = element("details.scenario", { id: scenario.id, open: isOpen }, summary, this.body);
  }

  /** Predicts, calls, compares, shows. */
  async run() {
    const call = nextCall();
    const prediction = await predict(this.scenario, call);
    const outcome = await perform(this.scenario, call);
    const arrived = await settled(arrivals, call);
    const found = differences(prediction, outcome, arrived);
    this.show(prediction, outcome, arrived, found);
    return { id: this.scenario.id, prediction, outcome, arrived, differences: found };
  }

  show(prediction, outcome, arrived, found) {
    this.chip.className = `chip ${outcome.kind}`;
    this.chip.textContent = outcome.kind;
    this.agreement.className = found.length === 0 ? "agreement" : "agreement differs";
    this.agreement.textContent = found.length === 0 ? "as predicted" : "not as predicted";
    const { scenario } = this;
    this.body.replaceChildren(
      said(prediction, outcome, arrived, found),
      snippet(scenario),
      wires(prediction),
      this.why(scenario),
    );
  }

  why({ lesson, fix }) {
    const again = element("button.button.again", { type: "button" }, "Run this again");
    again.addEventListener("click", async () => {
      again.disabled = true;
      await this.run();
      this.root.querySelector(".again").focus();
    });
    const fixed = fix === null ? [] : [element("p.fix", {}, fix.sentence), change(fix)];
    return element("div.why", {}, element("p", {}, lesson), ...fixed, again);
  }
}

/** Prediction and outcome side by side. */
function said(prediction, outcome, arrived, found) {
  const reason = prediction.finding?.message ?? `status ${prediction.visible.status}, ${seen(prediction.visible.headers)}`;
  const got = outcome.kind === "blocked" ? outcome.error : `status ${outcome.status}, ${seen(outcome.headers)}`;
  const agrees = found.length === 0 ? ".agrees" : "";
  return element(
    `dl.said.${outcome.kind}${agrees}`,
    {},
    element("dt", {}, "predicted"),
    element("dd", {}, element(`b.${prediction.verdict}`, {}, prediction.verdict), element("small", {}, ...prose(reason))),
    element("dt", {}, "browser"),
    element("dd", {}, element(`b.${outcome.kind}`, {}, outcome.kind), element("small", {}, got)),
    element("dt", {}, "arrived"),
    element("dd.arrived", {}, arrivedWhere(arrived.browser)),
    ...found.flatMap((difference) => [element("dt", {}, "differs"), element("dd.blocked", {}, difference)]),
  );
}

function seen(headers) {
  const names = headers.map(([name]) => name);
  return names.length === 0 ? "no headers visible" : `visible: ${names.join(", ")}`;
}

function arrivedWhere({ gateway, api }) {
  const list = (methods) => (methods.length === 0 ? "nothing" : methods.join(" "));
  return gateway.length === 0 ? `API ${list(api)}` : `gateway ${list(gateway)} → API ${list(api)}`;
}

/** A command breaks before a flag, never within one. */
function pieces(kind, text) {
  return kind === "command" ? text.split(/(?<= )(?=--)/).map((piece) => element("i", {}, piece)) : [text];
}

function change({ command, before, after }) {
  const lines = (kind, sign, texts) => texts.map((text) => (
    element(`span.${kind}`, { "data-sign": sign }, element("span", {}, ...pieces(kind, text)))
  ));
  return element("div.diff", {}, ...lines("command", "$", command), ...lines("remove", "−", before), ...lines("add", "+", after));
}
