// Makes elements. Text is always set as text, so nothing that a server says becomes markup.

/**
 * @param {string} name a tag, with classes after dots: "span.chip.allowed"
 * @param {Record<string, unknown>} properties properties; names with a hyphen are attributes
 * @param {...(Node | string | null)} children
 */
export function element(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-")) made.setAttribute(key, String(value));
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Prose with code between backticks. @returns {(Node | string)[]} */
export function prose(text) {
  return text.split("`").map((part, place) => (place % 2 === 1 ? element("code", {}, part) : part));
}
