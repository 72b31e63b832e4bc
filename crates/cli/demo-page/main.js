// Starts the page: lists the calls, runs them once, keeps the score, and reports it to whoever drives the browser.

import { openWorkbench } from "./policy.js";
import { ScenarioView } from "./scenario.js";

/** The last result of each scenario. */
const results = new Map();
let total = 0;

async function start() {
  const { origins, policy, calls, mistakes } = await (await fetch("/scenarios")).json();
  for (const place of document.querySelectorAll("[data-origin]")) place.textContent = origins[place.dataset.origin];

  const callViews = list("call-list", calls, true);
  const mistakeViews = list("mistake-list", mistakes, false);
  total = callViews.length + mistakeViews.length;
  runOnClick("run-calls", callViews);
  runOnClick("run-mistakes", mistakeViews);
  showLinked();

  const workbench = openWorkbench(policy);
  await runAll([...callViews, ...mistakeViews]);
  await workbench;
  if (new URLSearchParams(location.search).has("report")) await report();
}

function list(id, scenarios, areOpen) {
  const views = scenarios.map((scenario) => new ScenarioView(scenario, areOpen));
  document.getElementById(id).append(...views.map((view) => view.root));
  return views;
}

/** A link may lead to one scenario, which did not exist when the page was loaded. */
function showLinked() {
  const linked = document.getElementById(location.hash.slice(1));
  linked?.setAttribute("open", "");
  linked?.scrollIntoView();
}

/** One after the other: a person can follow, and no call waits for another's connection. */
async function runAll(views) {
  try {
    for (const view of views) {
      results.set(view.scenario.id, await view.run());
      showScore();
    }
  } catch (error) {
    document.getElementById("score").textContent = `The demo does not answer; is it still running? (${error.message})`;
  }
}

function runOnClick(id, views) {
  const button = document.getElementById(id);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await runAll(views);
    button.disabled = false;
  });
}

function showScore() {
  const right = [...results.values()].filter(({ differences }) => differences.length === 0).length;
  const count = document.createElement("b");
  count.textContent = `${right} of ${results.size}`;
  count.classList.toggle("differs", right < results.size);
  const rest = results.size < total ? `, ${total - results.size} to go` : " in this browser";
  const score = document.getElementById("score");
  // Only the last of twenty changes is worth being read aloud.
  score.setAttribute("aria-busy", String(results.size < total));
  score.replaceChildren(count, ` calls ended as predicted${rest}`);
}

function report() {
  const body = JSON.stringify({ userAgent: navigator.userAgent, results: [...results.values()] });
  return fetch("/results", { method: "POST", body });
}

await start();
