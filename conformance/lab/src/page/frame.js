// Runs what the page around this frame sends. An opaque origin can neither fetch its batch nor post its results.
"use strict";

// Firefox keeps a jar of its own for opaque frames; the cookie has to be in it as well.
const COOKIE = "http://127.0.0.1:9101/lab/cookie";

addEventListener("message", async ({ data, source }) => {
  if (source === parent && data.cases) {
    await fetch(COOKIE, { mode: "no-cors", credentials: "include" });
    parent.postMessage({ results: await runCases(data.cases) }, "*");
  }
});
parent.postMessage({ ready: true }, "*");
