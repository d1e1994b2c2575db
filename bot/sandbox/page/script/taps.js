// Everything in the messages that can be tapped: buttons, commands, links, code.

import { $, all, h, on, onAny } from "/script/dom.js";
import { sendCommand, startNew, write } from "/script/compose.js";
import { messageOf } from "/script/log.js";
import { complain, copy, say } from "/script/say.js";
import { ask, isHere, myId, profile, query, where } from "/script/server.js";
import { COMMAND, COPIED } from "/script/text.js";

const TELEGRAM = ["t.me", "telegram.me", "telegram.dog"];
const log = $("log"), chats = $("chats");
const answeredEarly = new Set(); // taps on their way whose answer overtook their query_id
let onTheirWay = 0; // taps whose query_id has not come yet
let cameFrom = null; // the chat whose inline results led to the bot's own
let errand = null; // {to, then}: what is to be done in the chat that was gone to

onAny(log, "click", ".keyboard button", (button) => {
  const message = messageOf(button), row = button.parentNode;
  const at = [...row.parentNode.children].indexOf(row);
  const { url, copy: text, web_app: app, switch: query, data } = message.keyboard[at][button.dataset.column];
  if (url) follow(url) || open(url, "_blank", "noopener");
  else if (app) open(app, "_blank", "noopener");
  else if (text) copy(text);
  else if (query) startInlineQuery(query);
  else tap(button, message, data);
});

async function tap(button, { message_id }, data) {
  button.ariaBusy = "true";
  onTheirWay += 1;
  const id = (await ask("tap", { message_id, data }).catch(complain))?.query_id;
  onTheirWay -= 1;
  if (!id || answeredEarly.delete(id)) button.ariaBusy = "false";
  else button.dataset.query = id;
  if (!onTheirWay) answeredEarly.clear();
}

/** The bot has answered a tap. */
export function answered({ query_id: id, text, alert, url }) {
  const button = log.querySelector(`[data-query="${CSS.escape(id)}"]`);
  if (button) button.ariaBusy = "false";
  else if (onTheirWay) answeredEarly.add(id); // else its message was drawn anew, or it is another tab's
  if (text) say(text, alert);
  if (url) follow(url.replace(/^(?!http)/, "https://"));
}

/** Begin an inline query here, or in a chat: that from which one came for help, or one that is chosen. */
function startInlineQuery({ query: words, choose, returns }) {
  const typed = `@${profile.bot.username} ${words}`, back = returns && cameFrom;
  cameFrom = null;
  if (!choose) return put(typed);
  if (back) return visit(back, () => put(typed));
  chats.querySelector(".list").replaceChildren(...profile.chats.map((chat) =>
    h("button", { value: chat.id }, chat.title ?? profile.bot.first_name)));
  for (const button of all(".list button", chats))
    on(button, "click", () => { chats.close(); visit(Number(button.value), () => put(typed)); });
  chats.showModal();
}

/** A query takes the field for itself. */
function put(typed) {
  startNew();
  write(typed, { focus: true });
}

/** Go to a chat, and do something as soon as it is shown. */
function visit(chat, then) {
  const to = { ...where(), chat };
  if (isHere(to)) return then();
  errand = { to, then };
  location.hash = query({ chat });
}

/** A chat is shown from scratch: what was to be done there is done, and in another one dropped. */
export function arrived() {
  answeredEarly.clear(); // a server that was started anew counts its taps from one again
  const { to, then } = errand ?? {};
  errand = null;
  if (to && isHere(to)) then();
}

/** A link to the bot is followed here, and whether it was one. */
function follow(url) {
  const link = URL.canParse(url) ? new URL(url) : null;
  if (!link) return false;
  const named = link.protocol === "tg:" ? link.searchParams.get("domain") : link.pathname.slice(1);
  const ours = link.protocol === "tg:" ? link.host === "resolve" : TELEGRAM.includes(link.host);
  if (!ours || named?.toLowerCase() !== profile.bot.username.toLowerCase()) return false;
  const start = link.searchParams.get("start"), group = link.searchParams.get("startgroup");
  const to = group === null ? myId() : profile.chats.find((chat) => chat.title)?.id;
  const command = `start ${start || group || ""}`.trim();
  visit(to, () => (start !== null || group !== null) && sendCommand(command));
  return true;
}

onAny($("inline"), "click", ".to-bot", ({ dataset: { start } }) => {
  cameFrom = where().chat;
  write("");
  visit(myId(), () => sendCommand(`start ${start}`));
});
onAny(log, "click", "a[href]", (link, event) => { if (follow(link.href)) event.preventDefault(); });
onAny(log, "click", COMMAND, (command) => sendCommand(command.textContent.slice(1)));
onAny(log, "click", COPIED, (code) => { if (getSelection().isCollapsed) copy(code.textContent); });
