// What comes over the page: toasts and notices.

import { $ } from "/script/dom.js";
import { word } from "/script/words.js";

const toast = $("toast"), notice = $("alert");
let fading; // the toast's timer

export function say(text, alert = false) {
  (alert ? notice.querySelector("p") : toast).textContent = text;
  if (alert && !notice.open) notice.showModal();
  clearTimeout(fading);
  fading = setTimeout(() => (toast.textContent = ""), 3000 + 40 * text.length);
}

/** A TypeError is a fetch that reached nobody. */
export const complain = (error, unreached = word("not-sent")) =>
  say(error instanceof TypeError ? unreached : error.message);

export const copy = (text) =>
  navigator.clipboard // which an address without https, other than this machine's, does not have
    ? navigator.clipboard.writeText(text).then(() => say(word("copied")), () => say(word("copy-refused")))
    : say(word("copy-refused"));
