// The page's own texts, which the server takes from locales/.

import { all } from "/script/dom.js";

let texts = {};

/** A text by its key, with values in place of its {names}. */
export const word = (key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** From now on the page speaks this language. */
export function speak(language, words) {
  texts = words;
  document.documentElement.lang = language;
  for (const node of all("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of all("[data-label]")) node.ariaLabel = word(node.dataset.label);
  for (const node of all("input[data-label]")) node.placeholder = word(node.dataset.label);
}
