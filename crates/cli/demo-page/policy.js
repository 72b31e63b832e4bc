// The workbench: a policy file that the visitor edits, and what preflight says of it.

import { element, prose } from "./element.js";

/** Long enough for a word, short enough to feel at once. */
const PAUSE_MS = 250;

/** Mistakes to try: each changes the policy as it is served. */
const PRESETS = [
  ["as served", (text) => text],
  ["trailing slash", (text) => text.replace(/^origins = \["(.*)"\]/m, 'origins = ["$1/"]')],
  ["* with credentials", (text) => text.replace(/^origins = .*/m, 'origins = "any"')],
  ["null", (text) => text.replace(/^origins = .*/m, 'origins = ["null"]')],
  ["three at once", (text) => text
    .replace(/^origins = .*/m, 'origins = ["https://*.co.uk", "app.example.com"]')
    .replace("request-headers", "request-header")],
  ["without PUT", (text) => text.replace(/^methods = .*\n/m, "")],
];

export function openWorkbench(served) {
  const editor = document.getElementById("policy");
  let pause;
  const judge = async () => {
    const response = await fetch("/policy", { method: "POST", body: editor.value });
    show(await response.json());
  };
  editor.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(judge, PAUSE_MS);
  });
  for (const [name, change] of PRESETS) {
    const button = element("button.button", { type: "button" }, name);
    button.addEventListener("click", () => {
      editor.value = change(served);
      return judge();
    });
    document.getElementById("presets").append(button);
  }
  editor.value = PRESETS[1][1](served);
  return judge();
}

function show({ errors, warnings, calls }) {
  const parts = errors ? refused(errors) : loaded(warnings, calls);
  document.getElementById("judgement").replaceChildren(...parts);
}

function refused(errors) {
  const count = errors.length === 1 ? "one error" : `${errors.length} errors`;
  return [element("p.bad", {}, `It does not load: ${count}.`), ...errors.map((error) => diagnostic(error, "error"))];
}

function loaded(warnings, calls) {
  const rows = (calls ?? []).map(({ call, verdict, message }) => element(
    "tr",
    {},
    element("td", {}, element(`span.chip.${verdict}`, {}, verdict)),
    element("td", {}, element("code", {}, call), message === null ? null : element("small", {}, ...prose(message))),
  ));
  return [
    element("p.good", {}, calls ? "It loads. With it, this page’s calls would be:" : "It loads, and has no policy."),
    ...warnings.map((warning) => diagnostic(warning, "warning")),
    element("table", {}, element("tbody", {}, ...rows)),
  ];
}

/** As a terminal shows it, but that sentences wrap: the first line and the help are prose, the rest is source. */
function diagnostic(text, severity) {
  const [message, ...lines] = text.trimEnd().split("\n");
  const isHelp = (line) => line.trimStart().startsWith("= ");
  return element(
    `div.diagnostic.${severity}`,
    {},
    element("p", {}, ...prose(message)),
    element("pre", {}, lines.filter((line) => !isHelp(line)).join("\n")),
    ...lines.filter(isHelp).map((line) => element("p", {}, ...prose(line.trimStart().slice("= ".length)))),
  );
}
