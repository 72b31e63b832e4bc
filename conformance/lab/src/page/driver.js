// Fetches a batch, has it run here, in a frame or in a worker, posts the results, and goes on to the page of the next batch.
"use strict";

const FRAMES = {
  "sandbox-iframe": async (frame) => {
    frame.sandbox = "allow-scripts";
    frame.src = "/lab/frame";
  },
  "data-iframe": async (frame) => {
    frame.src = "data:text/html;charset=utf-8," + encodeURIComponent(await frameText());
  },
  "srcdoc-iframe": async (frame) => {
    frame.sandbox = "allow-scripts";
    frame.srcdoc = await frameText();
  },
};

const FRAME_SCRIPTS = ["/lab/runner.js", "/lab/send.js", "/lab/elements.js", "/lab/frame.js"];

async function frameText() {
  const scripts = await Promise.all(FRAME_SCRIPTS.map(async (url) => (await fetch(url)).text()));
  return `<!doctype html><meta charset="utf-8"><script>${scripts.join("\n")}</script>`;
}

async function runInFrame(kind, cases) {
  const frame = document.createElement("iframe");
  const results = new Promise((resolve) => {
    addEventListener("message", ({ data, source }) => {
      if (source !== frame.contentWindow) return;
      if (data.ready) source.postMessage({ cases }, "*");
      if (data.results) resolve(data.results);
    });
  });
  await FRAMES[kind](frame);
  document.documentElement.append(frame);
  return results;
}

const WORKERS = {
  worker: async () => new Worker("/lab/worker.js"),
  "blob-worker": async () => new Worker(URL.createObjectURL(new Blob([await workerText()], { type: "text/javascript" }))),
  "data-worker": async () => new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(await workerText())}`),
  // By its name, each page has one of its own.
  "shared-worker": async () => new SharedWorker("/lab/worker.js", location.pathname).port,
};

async function workerText() {
  return (await fetch("/lab/worker.js")).text();
}

async function runInWorker(kind, cases) {
  const port = await WORKERS[kind]();
  const results = new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data.results);
  });
  port.postMessage({ cases });
  return results;
}

// The page is controlled from now on, and another of its origin is not.
async function runControlled(cases) {
  const { serviceWorker } = navigator;
  const isControlled = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
  const registration = await serviceWorker.register("/lab/service-worker.js");
  if (!serviceWorker.controller) await isControlled;
  const ways = cases.map(({ id, requests }) => [id, requests[0].service_worker]);
  const { port1, port2 } = new MessageChannel();
  const isKnown = new Promise((resolve) => (port1.onmessage = resolve));
  serviceWorker.controller.postMessage(Object.fromEntries(ways), [port2]);
  await isKnown;
  const results = await runCases(cases);
  await registration.unregister();
  return results;
}

function run(kind, cases) {
  if (kind === "controlled") return runControlled(cases);
  if (WORKERS[kind]) return runInWorker(kind, cases);
  return FRAMES[kind] ? runInFrame(kind, cases) : runCases(cases);
}

async function runBatch() {
  const number = location.pathname.split("/").pop();
  const { kind, cases } = await (await fetch(`/lab/batch/${number}`)).json();
  const results = await run(kind, cases);
  const posted = await fetch(`/lab/results/${number}`, { method: "POST", body: JSON.stringify(results) });
  const { next } = await posted.json();
  if (next) location.replace(next);
}

addEventListener("load", runBatch);
