// Requests that a script makes, and what it sees of the responses.
"use strict";

const OPTIONS = ["mode", "credentials", "redirect", "cache", "keepalive", "referrerPolicy", "integrity"];

function makeInit(request) {
  const init = {};
  if (request.method != null) init.method = request.method;
  if (request.headers?.length) init.headers = request.headers;
  for (const name of OPTIONS) {
    if (request[name] != null) init[name] = request[name];
  }
  if (request.body) {
    init.body = makeBody(request.body);
    if (request.body.kind === "stream") init.duplex = "half";
  }
  return init;
}

function makeBody({ kind, value, type }) {
  switch (kind) {
    case "blob":
      return new Blob([value], type == null ? {} : { type });
    case "urlsearch":
      return new URLSearchParams(value);
    case "formdata": {
      const form = new FormData();
      form.append("field", value);
      return form;
    }
    case "arraybuffer":
      return new TextEncoder().encode(value).buffer;
    case "stream":
      return new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(value));
          controller.close();
        },
      });
    default:
      return value;
  }
}

async function sendFetch(request) {
  const seen = {};
  try {
    seen.request_method = new Request(request.url, makeInit(request)).method;
  } catch (error) {
    seen.construct_error = String(error);
  }
  try {
    const response = await fetch(request.url, makeInit(request));
    const { type, status, redirected, url } = response;
    const headers = [...response.headers];
    // The next request begins when this one is over. A body that cannot be read does not undo the response.
    await response.text().catch(() => {});
    return { outcome: "resolved", type, status, redirected, url, headers, ...seen };
  } catch (error) {
    return { outcome: "rejected", error: String(error), ...seen };
  }
}

function sendXhr(request) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const rejected = (error) => resolve({ outcome: "rejected", error: String(error) });
    const resolved = () => resolve({
      outcome: "resolved",
      status: xhr.status,
      url: xhr.responseURL,
      headers: visibleHeaders(xhr),
    });
    try {
      xhr.open(request.method ?? "GET", request.url, !request.sync);
      for (const [name, value] of request.headers ?? []) xhr.setRequestHeader(name, value);
      xhr.withCredentials = request.credentials === "include";
      if (request.upload_listener) xhr.upload.addEventListener(uploadEvent(request.upload_listener), () => {});
      xhr.onload = resolved;
      xhr.onerror = () => rejected("error event");
      xhr.send(request.body ? makeBody(request.body) : null);
    } catch (error) {
      rejected(error);
    }
  });
}

function uploadEvent(listener) {
  return listener === true ? "progress" : listener;
}

function visibleHeaders(xhr) {
  const lines = xhr.getAllResponseHeaders().split("\r\n").filter((line) => line);
  return lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
}
