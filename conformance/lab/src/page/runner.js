// Runs cases one after another and writes down what a script sees of each. It stands in pages and in frames.
"use strict";

// Longer than any pause that a case makes on purpose, and than ten retries of a closed connection.
const LIMIT_MS = 10000;

const LONGEST_WAIT_MS = 60000;

const GAP_MS = 5;

const OPAQUE_GAP_MS = 30;

async function runCases(cases) {
  await settle();
  const done = [];
  for (const { id, requests } of cases) {
    // The marks tell to which case a console message without an address belongs.
    console.log(`preflight-lab begin ${id}`);
    const began = Date.now();
    const results = [];
    for (const request of requests) {
      await pass(request.delay_ms ?? gapAfter(results.at(-1)));
      results.push(await Promise.race([send(request), timeout()]));
    }
    removeElements();
    // Messages are printed in tasks of their own, and the browser's clock is coarse: cases are kept apart.
    await pause(GAP_MS);
    console.log(`preflight-lab end ${id}`);
    done.push({ id, began, results });
  }
  return done;
}

// Of an opaque response the page does not see the end, and the browser's cache has it only then.
function gapAfter(result) {
  return result?.type === "opaque" ? OPAQUE_GAP_MS : 0;
}

const REMEMBERED = "http://127.0.0.1:9102/lab/remembered";

// One for each kind of record, and one that is remembered.
const SETTLING_REQUESTS = 4;

// Firefox forgets a preflight that is older than what its resolver knows of the host. Of an address, that is a record which
// it makes when it first looks for a remembered preflight, for each site at the top: the first cases would show it, and
// no others.
async function settle() {
  if (!navigator.userAgent.includes("Firefox")) return;
  for (let count = 0; count < SETTLING_REQUESTS; count++) await fetch(REMEMBERED, { method: "PUT" });
}

// A long time is stepped over: the lab holds the clock. The browser's own is asked until it knows.
async function pass(ms) {
  if (ms <= LONGEST_WAIT_MS) return pause(ms);
  const before = Date.now();
  await fetch(`/lab/clock/${ms}`);
  for (let tries = 0; tries < 200 && Date.now() < before + ms; tries++) await pause(20);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function timeout() {
  await pause(LIMIT_MS);
  return { outcome: "timeout" };
}

function send(request) {
  const sendElement = ELEMENTS[request.api];
  if (sendElement) return sendElement(request);
  return request.api === "xhr" ? sendXhr(request) : sendFetch(request);
}

// Firefox keeps a jar of its own for opaque origins; the cookie has to be in it as well.
const COOKIE = "http://127.0.0.1:9101/lab/cookie";

function fillJar() {
  return fetch(COOKIE, { mode: "no-cors", credentials: "include" });
}
