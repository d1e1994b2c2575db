// The messages of the chat, as they are drawn.

import { $, all, h, on, onAny } from "/script/dom.js";
import { nameFlags } from "/script/flags.js";
import { inOneLine, mediaOf, previewOf } from "/script/media.js";
import { isGroup, isMine, myId } from "/script/server.js";
import { COPIED, FOLDS, measureQuotes, textOf, toggle } from "/script/text.js";
import { word } from "/script/words.js";

const TONES = 6;
const NEAR_END = 40; // pixels
const FLASH = 700; // milliseconds

const log = $("log"), toEnd = $("to-end");
const messages = new Map(); // by their ids, in their order
let stuck = true; // whether the log is scrolled to its end, and has to stay there
let unseen = 0; // messages that have come below what is shown

const element = (id) => log.querySelector(`[data-message-id="${id}"]`);
/** One's own last message that can be corrected. */
export const myLast = () => [...messages.values()].findLast((message) => isMine(message) && message.text);
/** The message in which a node of the page stands. */
export const messageOf = (node) =>
  messages.get(Number(node.closest(".message")?.dataset.messageId));

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

export function stickToEnd() {
  log.scrollTop = log.scrollHeight;
  lookWhere(true);
}

/** Whoever reads above the end is shown the way back, and how much there is to read. */
function lookWhere(end = atEnd()) {
  stuck = end;
  if (stuck) unseen = 0;
  toEnd.hidden = stuck;
  toEnd.querySelector("b").textContent = unseen || "";
  toEnd.ariaLabel = unseen ? word("to-end-new", { n: unseen }) : word("to-end");
}

/** Whether a wish of the bot's is meant for this user: in a group, a selective one means whom it mentions or answers. */
export function meantForMe({ reply_to: to, mentioned }, { selective }) {
  if (!isGroup() || !selective || mentioned.includes(myId())) return true;
  const asker = messages.get(to?.message_id);
  return asker ? isMine(asker) : !mentioned.length;
}

/** Whether the bot wants this user to reply. */
export const forces = (message) => Boolean(message.force_reply) && meantForMe(message, message.force_reply);

/** Another chat is on its way. */
export function clear() {
  log.ariaBusy = "true";
  messages.clear();
  log.replaceChildren();
}

/** Put the whole history into the log; it is no news. */
export function showHistory(history) {
  clear();
  history.forEach(show);
  stickToEnd();
  requestAnimationFrame(() => (log.ariaBusy = "false"));
}

/** Something new has happened: stay at the end, if the reader was there or has written it. */
export function follow(message) {
  if (stuck || (message && isMine(message))) return stickToEnd();
  if (message) unseen += 1;
  lookWhere();
}

/** Put a message at the end, or in the place of its older version. */
export function show(message) {
  const old = element(message.message_id), node = old ?? h("article");
  const focused = all("button", node).indexOf(document.activeElement);
  if (!old) log.append(node);
  messages.set(message.message_id, message);
  node.className = `message ${isMine(message) ? "out" : "in"}`;
  Object.assign(node.dataset, { messageId: message.message_id, from: message.from.id });
  const before = node.previousElementSibling?.dataset.from;
  node.classList.toggle("follows", before === node.dataset.from); // the name is not said again
  node.setAttribute("aria-labelledby", `who-${message.message_id}`);
  node.replaceChildren(...contentsOf(message));
  measureQuotes(node);
  // Whoever walks by keyboard stays at the button, though it is a new one.
  if (focused >= 0) (all("button", node)[focused] ?? $("field")).focus({ preventScroll: true });
}

export function flash(id) {
  const node = element(id);
  node?.classList.add("flash");
  setTimeout(() => node?.classList.remove("flash"), FLASH);
  return node;
}

/** One message that cannot be drawn hides no other. */
function contentsOf(message) {
  try {
    return parts(message);
  } catch (error) {
    console.error(error);
    return [h("div", { className: "bubble" }, heading(message), message.text)];
  }
}

function parts(message) {
  const { from, via, media, preview, reply_to: to, keyboard = [] } = message;
  const tone = `name tone-${Math.abs(from.id) % TONES}`;
  const grown = () => stuck && stickToEnd();
  const link = preview && previewOf(preview, grown);
  const rows = keyboard.map((row) => h("div", { className: "buttons" }, ...row.map(inlineButton)));
  return [
    h("div", { className: media?.kind === "sticker" ? "bubble bare" : "bubble" },
      heading(message),
      isGroup() && !isMine(message) && h("div", { className: tone, ariaHidden: "true" }, from.first_name),
      via && h("div", { className: "via" }, word("via", { bot: via })),
      to && h("button", { className: "quoted", data: { to: to.message_id } }, inOneLine(to)),
      media && mediaOf(media, grown),
      preview?.show_above_text && link,
      message.text && textOf(message),
      !preview?.show_above_text && link,
      meta(message)),
    rows.length && h("div", { className: "keyboard" }, ...rows),
    from.is_bot && h("button", { className: "answer icon", ariaLabel: word("answer") }, "↩"),
  ].filter(Boolean);
}

const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });

/** Who speaks and when, for those who hear the log. */
function heading(message) {
  const who = isMine(message) ? word("you") : message.from.first_name;
  const said = [who, clock(message.date), isEdited(message) && word("edited")].filter(Boolean).join(", ");
  return h("span", { className: "unseen", id: `who-${message.message_id}` }, `${said}. `);
}

const isEdited = ({ edit_date: edited, from }) => edited && !from.is_bot; // a bot's are not marked

function meta(message) {
  const title = new Date(message.date * 1000).toLocaleString(document.documentElement.lang);
  return h("div", { className: "meta", ariaHidden: "true" },
    isEdited(message) && `${word("edited")} `, h("time", { title }, clock(message.date)));
}

/** What it does when it is tapped is told in taps.js. */
function inlineButton({ text, ...action }, column) {
  const does = ["url", "copy", "switch", "web_app"].find((name) => action[name]) ?? "";
  const button = h("button", { className: does, data: { column } }, h("span", {}, text));
  return nameFlags(button);
}

on(log, "scroll", () => lookWhere());
on(toEnd, "click", () => { log.focus(); stickToEnd(); });
onAny(log, "click", ".quoted", (quoted) =>
  flash(quoted.dataset.to)?.scrollIntoView({ block: "nearest" }));
onAny(log, "click", FOLDS, (fold, event) => {
  if (event.target.closest(`a, ${COPIED}`) || !getSelection().isCollapsed) return;
  toggle(fold);
  lookWhere(); // it opens downwards: its first line must not run away
});
/** What plays a button in the text is pressed like one. */
onAny(log, "keydown", ".text [role=button]", (node, event) => {
  if (event.target !== node || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  node.click();
});
new ResizeObserver(() => { measureQuotes(log); if (stuck) stickToEnd(); }).observe(log);
