// Compares a prediction with an outcome. An empty list means that they agree.

/** @returns {string[]} what differs, in words */
export function differences(prediction, outcome, arrived) {
  const found = [];
  if (prediction.verdict !== outcome.kind) {
    found.push(`predicted ${prediction.verdict}, and the browser: ${outcome.kind}`);
  } else if (outcome.kind !== "blocked") {
    if (prediction.visible.status !== outcome.status) {
      found.push(`predicted status ${prediction.visible.status}, and it is ${outcome.status}`);
    }
    if (!same(prediction.visible.headers, outcome.headers)) found.push("the visible headers differ");
  }
  if (!same(arrived.prediction, arrived.browser)) found.push("other requests arrived than predicted");
  return found;
}

/** Tells of an exchange may come a moment after its answer; until then the requests seem to differ. */
export async function settled(arrivals, call) {
  let arrived = await arrivals(call);
  for (let tries = 0; tries < 10 && !same(arrived.prediction, arrived.browser); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    arrived = await arrivals(call);
  }
  return arrived;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
