// The field: what is typed, sent, corrected and replied to, and the lists above it.

import { $, all, h, on, onAny } from "/script/dom.js";
import { closeInline, inlineWords, pick, typeInline } from "/script/inline.js";
import { myLast } from "/script/log.js";
import { inOneLine } from "/script/media.js";
import { keyboardPlaceholder } from "/script/reply_keyboard.js";
import { complain } from "/script/say.js";
import { ask, isGroup, profile } from "/script/server.js";
import { word } from "/script/words.js";

const COMPOSING = 229; // the key code of keys that an input method keeps for itself

const [compose, field, commands, commandCount, menu, reply, inline, results] =
  ["compose", "field", "commands", "command-count", "menu", "reply", "inline", "results"].map($);
let draft = null; // {kind: "reply"|"edit", message}, or null where the field is for a new message
const unsent = new Map(); // what is half written, by where it is
let here; // the user and the chat that the field writes to

// On a phone, a field in focus opens the keyboard over half of the chat.
const focusField = () => matchMedia("(hover: hover)").matches && field.focus();

/** The bot's name and its commands have come. */
export function showCommands() {
  menu.hidden = !profile.commands.length;
  menu.classList.toggle("slash", isGroup()); // there Telegram shows no menu button
  suggest(typedCommand());
}

/** Put a text into the field, as if it had been typed. */
export function write(text, { focus = false } = {}) {
  field.value = text;
  typed();
  if (focus) field.focus();
}

/** The field writes to another chat; what is half written in either stays there. Whether it moved. */
export function moveTo({ user, chat }) {
  const there = `${user} ${chat}`;
  if (there === here) return false;
  // Whoever types before the first chat is shown means that one.
  unsent.set(here ?? there, draft?.kind === "edit" ? "" : field.value);
  here = there;
  startNew();
  write(unsent.get(there) ?? "");
  return true;
}

/** Use the field for a reply: what is written there already becomes it. */
export const startReply = (message) => start({ kind: "reply", message });
/** Use the field to correct a message. */
export const startEdit = (message) => start({ kind: "edit", message });
/** Use the field for a new message again. */
export const startNew = () => start(null);

function start(next) {
  const otherText = draft?.kind === "edit" || next?.kind === "edit"; // an edit brings its own
  draft = next;
  if (otherText) write(next?.kind === "edit" ? next.message.text : "");
  label();
  if (next) field.focus();
}

/** Say in the page's language what the field is for. */
export function label() {
  const { kind, message } = draft ?? {};
  reply.hidden = !draft;
  reply.querySelector("b").textContent = draft ? word(kind === "edit" ? "editing" : "answering") : "";
  reply.querySelector("p").textContent = draft ? inOneLine(message) : "";
  field.placeholder =
    (kind === "reply" && message.force_reply?.placeholder) || keyboardPlaceholder() || word("field");
}

/** The bot wants a reply. Whoever is correcting a message goes on with that. */
export const wantReply = (message) => { if (draft?.kind !== "edit") startReply(message); };

/** The id of the message that is replied to, or null. */
export const replyTo = () => (draft?.kind === "reply" ? draft.message.message_id : null);
export const endReply = () => { if (draft?.kind === "reply") startNew(); };

/** Send a command; what is half written stays. In a group it says whose command it is. */
export function sendCommand(command) {
  const [name, ...rest] = command.split(" ");
  const whose = isGroup() && !name.includes("@") ? `@${profile.bot.username}` : "";
  if (typedCommand() !== null) write(""); // it was chosen from the list
  suggest(null);
  focusField();
  ask("send", { text: [`/${name}${whose}`, ...rest].join(" ") }).catch(complain);
}

/** Send or correct what is written; its event will show it. */
async function send() {
  if (inlineWords(field.value) !== null) return; // it is a question to the bot, and no message
  const text = field.value.trim(), { kind, message } = draft ?? {}, id = message?.message_id ?? null;
  const from = here;
  focusField();
  if (!text) return;
  const failed = draft;
  startNew();
  write("");
  if (kind === "edit" && message.text === text) return;
  const [path, to] = kind === "edit" ? ["edit", { message_id: id }] : ["send", { reply_to: id }];
  if (await ask(path, { text, ...to }).catch(complain)) return;
  // It is not lost: it stands before what was written meanwhile, in the chat it was meant for.
  const both = (later) => [text, later].filter(Boolean).join("\n");
  if (from !== here) return unsent.set(from, both(unsent.get(from)));
  const later = field.value;
  if (failed && !draft && !later) start(failed);
  write(both(later));
}

/** The beginning of a command that is being typed, or null. A correction sends none. */
const typedCommand = () => (draft?.kind === "edit" ? null : /^\/(\w*)$/.exec(field.value)?.[1] ?? null);

function typed() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  compose.classList.toggle("typed", Boolean(field.value));
  suggest(typedCommand());
  typeInline(draft?.kind === "edit" ? "" : field.value);
}

/** List the commands that begin like this, or with null none. */
function suggest(start) {
  const fitting = start === null ? [] : profile.commands.filter(({ command }) => command.startsWith(start));
  commands.replaceChildren(...fitting.map(({ command, description }, index) =>
    h("button", { id: `command-${index}`, role: "option", tabIndex: -1, data: { command } },
      h("b", {}, `/${command}`), h("span", {}, description))));
  const open = fitting.length > 0;
  commandCount.textContent = open ? word("command-list-heard", { n: fitting.length }) : "";
  commands.hidden = !open;
  menu.ariaExpanded = String(open);
  activate(0, commands);
}

const opened = () => (inline.hidden ? commands : results);

/** Mark one of a list, while the focus stays in the field. */
function activate(index, list) {
  field.ariaExpanded = String(list.children.length > 0);
  field.setAttribute("aria-controls", list.id);
  const items = [...list.children], active = items.at(index % (items.length || 1));
  for (const item of items) item.ariaSelected = String(item === active);
  active?.scrollIntoView({ block: "nearest" });
  if (active) field.setAttribute("aria-activedescendant", active.id);
  else field.removeAttribute("aria-activedescendant");
}

/** What a key in the field does, or null: then it is the browser's, and does what it always does. */
function meaning(event) {
  if (event.isComposing || event.keyCode === COMPOSING) return null;
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return null;
  const list = opened();
  const at = all("button", list).findIndex((item) => item.ariaSelected === "true");
  const listed = at >= 0 && {
    ArrowDown: () => activate(at + 1, list),
    ArrowUp: () => activate(at - 1, list),
    Enter: () => list.children[at].click(),
    // To go on with a name; in a list that the menu opened it would take the place of what is written.
    Tab: typedCommand() !== null && (() => write(`/${commands.children[at].dataset.command} `)),
  }[event.key];
  if (listed) return listed;
  if (event.key === "Enter") return send;
  const mine = event.key === "ArrowUp" && !field.value && myLast();
  return mine ? () => startEdit(mine) : null;
}

on(field, "keydown", (event) => {
  const act = meaning(event);
  if (!act) return;
  event.preventDefault();
  act();
});
on(field, "input", typed);
on(compose, "submit", (event) => { event.preventDefault(); send(); });
onAny(commands, "click", "button", ({ dataset }) => sendCommand(dataset.command));
on(inline, "listed", () => activate(0, results));
onAny(results, "click", "button", (result) => { pick(result); write(""); focusField(); });
on(menu, "click", () => { suggest(commands.hidden ? "" : null); focusField(); });
on($("start").querySelector("button"), "click", () => sendCommand("start"));
on(reply.querySelector("button"), "click", () => { startNew(); field.focus(); });
on(document, "click", ({ target }) => { if (!compose.contains(target)) suggest(null); });
on(document, "keydown", ({ key }) => {
  if (key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
  if (!inline.hidden) closeInline();
  else if (commands.hidden) startNew();
  else suggest(null);
});
