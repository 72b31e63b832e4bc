// Runs what the page sends. It stands in a worker, behind the scripts that run cases.
"use strict";

function listenTo(port) {
  port.onmessage = async ({ data }) => {
    if (origin === "null") await fillJar();
    port.postMessage({ results: await runCases(data.cases) });
  };
}

if (globalThis.SharedWorkerGlobalScope) {
  addEventListener("connect", ({ ports }) => listenTo(ports[0]));
} else {
  listenTo(globalThis);
}
