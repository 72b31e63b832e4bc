// Answers for the pages that it controls, each case in its own way.
"use strict";

const ANSWERS = {
  fetch: (request) => fetch(request),
  "no-cors": ({ url }) => fetch(url, { mode: "no-cors", credentials: "include" }),
  answer: async () => new Response("ok", { status: 203, headers: { "Content-Type": "text/plain", "X-Answered-By": "worker" } }),
  fail: async () => Response.error(),
};

// By the cases' ids. The batch is over before a worker without work is ended.
let ways = {};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", ({ data, ports }) => {
  ways = data;
  ports[0].postMessage("known");
});
addEventListener("fetch", (event) => {
  const id = event.request.url.split("/c/")[1]?.split("/")[0];
  const answer = ANSWERS[ways[id]];
  if (answer) event.respondWith(answer(event.request));
});
