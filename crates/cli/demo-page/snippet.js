// Writes the call as code, as a person would: only what differs from a plain fetch().

import { element } from "./element.js";

/** @returns {HTMLElement} */
export function snippet(scenario) {
  const { method, headers, mode, credentials, body } = scenario.init;
  const members = [];
  if (method !== "GET") members.push(`method: "${method}"`);
  if (mode !== "cors") members.push(`mode: "${mode}"`);
  if (credentials !== "same-origin") members.push(`credentials: "${credentials}"`);
  if (headers.length > 0) members.push(`headers: {\n${headers.map(field).join("")}  }`);
  if (body !== null) members.push(`body: JSON.stringify({ done: true })`);
  const init = members.length === 0 ? "" : members.length === 1 && !members[0].includes("\n")
    ? `, { ${members[0]} }`
    : `, {\n${members.map((member) => `  ${member},\n`).join("")}}`;
  const url = element("span.url", {}, `"${scenario.url}"`);
  return element("div.code", {}, element("pre", {}, "fetch(", url, `${init})`));
}

function field([name, value]) {
  return `    "${name}": "${value}",\n`;
}
