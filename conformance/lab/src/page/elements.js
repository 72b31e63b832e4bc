// Requests that elements and other objects of a page make: all that a page learns of them is an event.
"use strict";

// Longer than a request takes, shorter than the pause between two tries of an EventSource.
const BEACON_MS = 150;

const ELEMENTS = {
  img: (request) => withEvents(document.createElement("img"), request, "src"),
  script: (request) => withEvents(document.createElement("script"), request, "src"),
  module: (request) => withEvents(document.createElement("script"), { ...request, type: "module" }, "src"),
  stylesheet: (request) => withEvents(document.createElement("link"), { ...request, rel: "stylesheet" }, "href"),
  preload: (request) => withEvents(document.createElement("link"), { rel: "preload", as: "fetch", ...request }, "href"),
  video: (request) => loadMedia(document.createElement("video"), request),
  audio: (request) => loadMedia(document.createElement("audio"), request),
  font: loadFont,
  eventsource: openEventSource,
  beacon: sendBeacon,
};

const ATTRIBUTES = ["type", "rel", "as", "integrity", "referrerPolicy"];

// What was put into the page, to be taken out again when the case is over.
let inserted = [];

function removeElements() {
  for (const element of inserted) element.remove();
  inserted = [];
}

function setAttributes(element, request) {
  for (const name of ATTRIBUTES) {
    if (request[name] != null) element[name] = request[name];
  }
  if (request.crossorigin != null) element.setAttribute("crossorigin", request.crossorigin);
}

function withEvents(element, request, attribute) {
  return new Promise((resolve) => {
    setAttributes(element, request);
    element.onload = () => resolve({ outcome: "resolved" });
    element.onerror = () => resolve({ outcome: "rejected" });
    element[attribute] = request.url;
    // An image loads without being part of the page.
    if (request.api !== "img") document.head.append(element);
    inserted.push(element);
  });
}

function loadMedia(element, request) {
  return new Promise((resolve) => {
    setAttributes(element, request);
    element.preload = "auto";
    element.onloadeddata = () => resolve({ outcome: "resolved" });
    element.onerror = () => resolve({ outcome: "rejected" });
    element.src = request.url;
    element.load();
    inserted.push(element);
  });
}

async function loadFont(request) {
  try {
    await new FontFace("lab", `url("${request.url}")`).load();
    return { outcome: "resolved" };
  } catch (error) {
    return { outcome: "rejected", error: String(error) };
  }
}

function openEventSource(request) {
  return new Promise((resolve) => {
    const source = new EventSource(request.url, { withCredentials: request.crossorigin === "use-credentials" });
    const end = (outcome) => {
      source.close();
      resolve({ outcome });
    };
    source.onopen = () => end("resolved");
    source.onerror = () => end("rejected");
  });
}

async function sendBeacon(request) {
  try {
    const taken = navigator.sendBeacon(request.url, request.body ? makeBody(request.body) : undefined);
    // The page never learns that it has arrived.
    await pause(BEACON_MS);
    return { outcome: taken ? "resolved" : "rejected" };
  } catch (error) {
    return { outcome: "rejected", error: String(error) };
  }
}
