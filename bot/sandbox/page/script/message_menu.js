// What is done with a message: it is replied to, corrected, copied; by mouse, by finger, by key.

import { $, on, onAny } from "/script/dom.js";
import { startEdit, startReply } from "/script/compose.js";
import { messageOf } from "/script/log.js";
import { copy } from "/script/say.js";
import { isMine } from "/script/server.js";

const LONG_PRESS = 500; // milliseconds
const BROWSERS = "a[href], img, audio"; // for these, the browser's own menu is the better one

const log = $("log"), menu = $("message-menu");
let chosen; // the message that the menu is about
let pressing; // the timer of a long press: on a phone it begins a reply, or corrects one's own

const canEdit = (message) => isMine(message) && message.text;
const does = {
  answer: () => startReply(chosen),
  edit: () => startEdit(chosen),
  copy: () => copy(chosen.text),
};

onAny(log, "contextmenu", ".message", (node, event) => {
  if (event.pointerType === "touch" || event.target.closest(BROWSERS) || !getSelection().isCollapsed) return;
  event.preventDefault();
  chosen = messageOf(node);
  menu.querySelector("[value=edit]").hidden = !canEdit(chosen);
  menu.querySelector("[value=copy]").hidden = !chosen.text;
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(0, Math.min(event.clientX, innerWidth - width))}px`;
  menu.style.top = `${Math.max(0, Math.min(event.clientY, innerHeight - height))}px`;
  menu.querySelector("button").focus();
});
onAny(menu, "click", "button", ({ value }) => { menu.hidePopover(); does[value](); });

onAny(log, "click", ".answer", (button) => startReply(messageOf(button)));

onAny(log, "pointerdown", ".bubble", (bubble, { pointerType }) => {
  const message = messageOf(bubble);
  if (pointerType !== "touch" || (isMine(message) ? !message.text : !message.from.is_bot)) return;
  pressing = setTimeout(canEdit(message) ? startEdit : startReply, LONG_PRESS, message);
});
for (const end of ["pointerup", "pointercancel"]) on(log, end, () => clearTimeout(pressing));
