// A message's text: what can be opened in it, followed, sent and copied.

import { all, h } from "/script/dom.js";
import { nameFlags } from "/script/flags.js";
import { word } from "/script/words.js";

/** Quotes and spoilers unfold when they are pressed; commands are sent, code is copied. */
export const FOLDS = "blockquote.expandable, .spoiler";
export const COPIED = "code, pre";
export const COMMAND = "a.command";

export function textOf({ html }) {
  const node = h("div", { className: "text" });
  node.innerHTML = html; // made by the server, of a few harmless tags
  for (const fold of all(FOLDS, node)) foldable(fold);
  for (const code of all(COPIED, node).filter((one) => !one.parentNode.closest(COPIED)))
    Object.assign(code, { tabIndex: 0, role: "button", ariaLabel: `${word("copy")}: ${code.textContent}` });
  for (const command of all(COMMAND, node)) Object.assign(command, { tabIndex: 0, role: "button" });
  for (const link of all("a[href]", node)) Object.assign(link, { target: "_blank", rel: "noopener" });
  // A block ends its line by itself; the newline behind it would become an empty line.
  for (const { nextSibling: next } of all("blockquote, pre", node))
    if (next?.nodeType === Node.TEXT_NODE) next.data = next.data.replace(/^\n/, "");
  return nameFlags(node);
}

/** What can be opened is a button, or has one where there is something else to press in it. */
function foldable(fold) {
  const button = fold.querySelector(`a, ${COPIED}`)
    ? fold.appendChild(h("button", { className: "unfold", ariaLabel: word("unfold") }))
    : Object.assign(fold, { tabIndex: 0, role: "button" });
  button.ariaExpanded = "false";
}

/** Open what is folded, or fold it again. */
export function toggle(fold) {
  const open = fold.classList.toggle("open");
  (fold.querySelector(".unfold") ?? fold).ariaExpanded = String(open);
}

/** A quote of three lines has nothing to unfold. */
export function measureQuotes(node) {
  for (const quote of all("blockquote.expandable:not(.open)", node))
    quote.classList.toggle("short", quote.scrollHeight <= quote.clientHeight + 1);
}
