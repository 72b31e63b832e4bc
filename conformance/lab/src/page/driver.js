// Fetches a batch, has it run here or in a frame, posts the results, and goes on to the page of the next batch.
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

async function runBatch() {
  const number = location.pathname.split("/").pop();
  const { kind, cases } = await (await fetch(`/lab/batch/${number}`)).json();
  const results = kind === "top" ? await runCases(cases) : await runInFrame(kind, cases);
  const posted = await fetch(`/lab/results/${number}`, { method: "POST", body: JSON.stringify(results) });
  const { next } = await posted.json();
  if (next) location.replace(next);
}

addEventListener("load", runBatch);
