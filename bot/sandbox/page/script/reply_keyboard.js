// The reply keyboard: buttons below the field that the bot has put there, until it takes them away.

import { $, all, h, on, onAny } from "/script/dom.js";
import { nameFlags } from "/script/flags.js";
import { meantForMe } from "/script/log.js";
import { complain, say } from "/script/say.js";
import { ask, isGroup, isMine } from "/script/server.js";
import { word } from "/script/words.js";

const buttons = $("reply-keyboard"), toggle = $("keyboard-toggle");
let bringer = null; // the message whose keyboard it is, or null

/** What the field says while it is empty, if the bot has an opinion on that. */
export const keyboardPlaceholder = () => bringer?.reply_keyboard.placeholder;

/** The message may bring a keyboard, or take it away. */
export function takeKeyboard(message) {
  if (!changesKeyboard(message)) return;
  bringer = message.reply_keyboard.rows.length ? message : null;
  draw();
  open(Boolean(bringer));
}

/** The keyboard that a history leaves; one for a single use stays closed once it was used. */
export function showKeyboard(history) {
  const last = history.findLastIndex(changesKeyboard);
  bringer = null;
  if (last >= 0) takeKeyboard(history[last]);
  else draw();
  const used = history.slice(last + 1).some((message) => isMine(message) && isOnButton(message.text));
  if (bringer?.reply_keyboard.one_time && used) open(false);
}

const changesKeyboard = (message) => message.reply_keyboard && meantForMe(message, message.reply_keyboard);
const isOnButton = (text) => bringer?.reply_keyboard.rows.flat().some((button) => button.text === text);

function draw() {
  const { rows = [], resize = false } = bringer?.reply_keyboard ?? {};
  buttons.classList.toggle("tall", !resize); // as high as the phone's own keyboard
  buttons.replaceChildren(...rows.map((row) => h("div", { className: "buttons" }, ...row.map(
    ({ text, request, web_app: app }) =>
      nameFlags(h("button", { value: request ?? "", data: app ? { app } : {} }, h("span", {}, text)))))));
  toggle.hidden = !bringer;
  open(Boolean(bringer));
}

function open(wanted) {
  buttons.hidden = !wanted;
  toggle.ariaExpanded = String(wanted);
}

on(toggle, "click", () => open(buttons.hidden));
// A place is shared by attach.js.
onAny(buttons, "click", "button", ({ value: request, dataset: { app }, textContent: text }) => {
  if (app) window.open(app, "_blank", "noopener");
  else if (request && request !== "location") say(word("request-refused"));
  // In a group, the bot hears of what is said to it only.
  else if (!request) ask("send", { text, reply_to: isGroup() ? bringer.message_id : null }).catch(complain);
  if (bringer.reply_keyboard.one_time) open(false);
});
