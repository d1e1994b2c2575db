// Everything in the messages that can be tapped: buttons, commands, links, code.

import { $, all, h, on, onAny } from "/script/dom.js";
import { begin as compose, sendCommand, write } from "/script/compose.js";
import { messageOf } from "/script/log.js";
import { complain, copy, say } from "/script/say.js";
import { ask, myId, query, where } from "/script/server.js";
import { COMMAND, COPIED } from "/script/text.js";

const TELEGRAM = ["t.me", "telegram.me", "telegram.dog"];
const log = $("log"), chats = $("chats");
const answeredEarly = new Set(); // taps whose answer overtook their query_id
let waiting = null; // what is to be done in the chat that was gone to
let known = { bot: { username: "" }, chats: [] }; // as /chat/state gave it

/** The bot and the chats, for links to it and queries to them. */
export const know = (state) => (known = state);

onAny(log, "click", ".keyboard button", (button) => {
  const message = messageOf(button), row = button.parentNode;
  const at = [...row.parentNode.children].indexOf(row);
  const { url, copy: text, web_app: app, switch: query, data } = message.keyboard[at][button.dataset.column];
  if (url) follow(url) || open(url, "_blank", "noopener");
  else if (app) open(app, "_blank", "noopener");
  else if (text) copy(text);
  else if (query) begin(query);
  else tap(button, message, data);
});

async function tap(button, { message_id }, data) {
  button.ariaBusy = "true";
  const id = (await ask("tap", { message_id, data }).catch(complain))?.query_id;
  if (!id || answeredEarly.delete(id)) button.ariaBusy = "false";
  else button.dataset.query = id;
}

/** The bot has answered a tap. */
export function answered({ query_id: id, text, alert }) {
  const button = log.querySelector(`[data-query="${CSS.escape(id)}"]`);
  if (button) button.ariaBusy = "false";
  else answeredEarly.add(id);
  if (text) say(text, alert);
}

/** Begin an inline query here, or in a chat that is chosen first. */
function begin({ query: words, choose }) {
  const typed = `@${known.bot.username} ${words}`;
  if (!choose) return put(typed);
  chats.querySelector(".list").replaceChildren(...known.chats.map((chat) =>
    h("button", { value: chat.id }, chat.title ?? known.bot.first_name)));
  for (const button of all(".list button", chats))
    on(button, "click", () => { chats.close(); visit(button.value, () => put(typed)); });
  chats.showModal();
}

/** A query takes the field for itself. */
function put(typed) {
  compose(null);
  write(typed, { focus: true });
}

/** Go to a chat, and do something as soon as it is shown. */
function visit(chat, then) {
  if (Number(chat) === where().chat) return then();
  waiting = then;
  location.hash = query({ chat });
}

/** The chat that was gone to is shown. */
export function arrived() {
  waiting?.();
  waiting = null;
}

/** A link to the bot is followed here, and whether it was one. */
function follow(url) {
  const link = URL.canParse(url) ? new URL(url) : null;
  if (!link) return false;
  const named = link.protocol === "tg:" ? link.searchParams.get("domain") : link.pathname.slice(1);
  const ours = link.protocol === "tg:" ? link.host === "resolve" : TELEGRAM.includes(link.host);
  if (!ours || named?.toLowerCase() !== known.bot.username.toLowerCase()) return false;
  const start = link.searchParams.get("start"), group = link.searchParams.get("startgroup");
  const to = group === null ? myId() : known.chats.find((chat) => chat.title)?.id;
  const command = `start ${start || group || ""}`.trim();
  visit(to, () => (start !== null || group !== null) && sendCommand(command));
  return true;
}

onAny(log, "click", "a[href]", (link, event) => { if (follow(link.href)) event.preventDefault(); });
onAny(log, "click", COMMAND, (command) => sendCommand(command.textContent.slice(1)));
onAny(log, "click", COPIED, (code) => { if (getSelection().isCollapsed) copy(code.textContent); });
