// Makes one call: asks for the prediction, fetches, and notes what the page got.

/** @typedef {{kind: "allowed" | "opaque", status: number, headers: [string, string][]}} Answered */
/** @typedef {{kind: "blocked", error: string}} Rejected */

let calls = 0;
const run = Date.now().toString(36);

/** A name that no other call has, so that no cache knows this one. */
export function nextCall() {
  calls += 1;
  return `${run}-${calls}`;
}

/** What preflight says that a browser will do. */
export async function predict(scenario, call) {
  const response = await fetch("/predict", { method: "POST", body: JSON.stringify({ scenario: scenario.id, call }) });
  const prediction = await response.json();
  if (!response.ok) throw new Error(prediction.error);
  return prediction;
}

/** What this browser does. @returns {Promise<Answered | Rejected>} */
export async function perform(scenario, call) {
  const { method, headers, mode, credentials, body } = scenario.init;
  try {
    const response = await fetch(`${scenario.url}?call=${call}`, { method, headers, mode, credentials, body });
    // The body is read to its end, so that the exchange is over for everybody.
    await response.arrayBuffer();
    const kind = response.type === "opaque" ? "opaque" : "allowed";
    return { kind, status: response.status, headers: [...response.headers] };
  } catch (error) {
    return { kind: "blocked", error: `${error.name}: ${error.message}` };
  }
}

/** The requests that arrived for a call, those of the prediction and those of the browser. */
export async function arrivals(call) {
  const response = await fetch(`/arrivals/${call}`);
  return response.json();
}
