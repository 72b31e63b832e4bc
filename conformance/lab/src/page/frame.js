// Runs what the page around this frame sends. An opaque origin can neither fetch its batch nor post its results.
"use strict";

addEventListener("message", async ({ data, source }) => {
  if (source === parent && data.cases) {
    await fillJar();
    parent.postMessage({ results: await runCases(data.cases) }, "*");
  }
});
parent.postMessage({ ready: true }, "*");
