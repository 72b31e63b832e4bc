// Shows exchanges as they were on the wire, the line that decided marked.

import { element } from "./element.js";

/** How the deciding line looks, by verdict. */
const MARKS = { allowed: "grants", blocked: "decides", opaque: "hides" };

/** @returns {HTMLElement} */
export function wires(prediction) {
  const boxes = prediction.exchanges.map((exchange, place) => {
    const evidence = prediction.evidence?.exchange === place ? prediction.evidence : null;
    return box(exchange, evidence, MARKS[prediction.verdict]);
  });
  return element("div.wires", {}, ...boxes, foot(prediction));
}

function box(exchange, evidence, mark) {
  const of = (side) => (evidence?.side === side ? evidence : null);
  const lines = [...head("→", exchange.request, of("request"), mark), element("hr")];
  if (exchange.response) lines.push(...head("←", exchange.response, of("response"), mark));
  else lines.push(line("←", exchange.failure, "decides"));
  const title = exchange.preflight ? "The browser asks first (preflight)" : "The request itself";
  return element("div.wire", {}, element("h4", {}, title), ...lines);
}

function head(arrow, { line: start, fields }, evidence, mark) {
  const isStart = evidence !== null && evidence.field === null;
  const lines = [line(arrow, start, isStart && evidence.note ? `start ${mark}` : "start")];
  if (isStart && evidence.note) lines.push(note(evidence.note, mark));
  // A field may stand there twice; both lines are evidence, and the note belongs below the last.
  const isEvidence = ([name]) => name === evidence?.field;
  const last = fields.findLastIndex(isEvidence);
  fields.forEach((field, place) => {
    const [name, value] = field;
    if (!isEvidence(field)) {
      lines.push(line(arrow, `${name}: ${value}`, isCors(name) ? "cors" : ""));
      return;
    }
    lines.push(line(arrow, element("span", {}, `${name}: `, element("mark", {}, value)), mark));
    if (place === last && evidence.note) lines.push(note(evidence.note, mark));
  });
  if (evidence !== null && evidence.field !== null && last === -1) {
    lines.push(line(arrow, `no ${evidence.field}`, mark));
    if (evidence.note) lines.push(note(evidence.note, mark));
  }
  return lines;
}

function line(arrow, content, classes) {
  const text = typeof content === "string" ? element("span", {}, content) : content;
  return element(["div", "wire-line", ...classes.split(" ").filter(Boolean)].join("."), { "data-arrow": arrow }, text);
}

function note(text, mark) {
  return element(`div.wire-line.note.${mark}`, {}, element("span", {}, text));
}

function isCors(name) {
  return name === "origin" || name.startsWith("access-control-");
}

/** What the standard says, and what was never sent. */
function foot({ blocked, finding, exchanges }) {
  if (!blocked) return null;
  const step = element("a", { href: blocked.step.url }, blocked.step.section);
  const unsent = blocked.stage === "preflight" ? "The request itself is never sent. " : "";
  const acted = blocked.stage === "response" && exchanges.at(-1).response ? "The server has acted on the request. " : "";
  const cause = element("code", {}, `${finding.code} ${finding.cause}`);
  return element("p.wire-foot", {}, cause, `. ${unsent}${acted}Decided by `, step, " of the Fetch standard.");
}
