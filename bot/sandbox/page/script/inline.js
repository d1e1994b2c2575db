// Inline mode: what is typed behind the bot's name has its results above the field.

import { $, h, on } from "/script/dom.js";
import { nameFlags } from "/script/flags.js";
import { complain } from "/script/say.js";
import { ask, profile, where } from "/script/server.js";
import { word } from "/script/words.js";

const PAUSE = 150; // milliseconds without a key, after which the bot is asked
const NEAR_END = 200; // pixels above the list's end, from where it is asked for more

const panel = $("inline"), results = $("results"), toBot = panel.querySelector(".to-bot");
const early = new Map(); // answers that overtook the id of their query, by that id
let asked = null; // {key, words, id, next, more}: the query that is shown, or on its way
let pausing; // the timer of a pause in typing

/** The words behind the bot's name, or null where the text begins with none. */
export function inlineWords(text) {
  const [, name, words] = /^@(\w+)\s([^]*)$/.exec(text) ?? [];
  return name?.toLowerCase() === profile.bot.username.toLowerCase() ? words.trim() : null;
}

/** The field reads so now: ask for results, or take away those that are shown. */
export function typeInline(text) {
  const words = inlineWords(text), { user, chat } = where();
  if (words === null) return closeInline();
  const key = `${user} ${chat} ${words}`;
  if (asked?.key === key) return;
  clearTimeout(pausing);
  asked = { key, words };
  pausing = setTimeout(askFor, PAUSE, asked, "");
}

export function closeInline() {
  clearTimeout(pausing);
  asked = null;
  panel.hidden = true;
  results.replaceChildren();
}

/** Send a result into this chat; its event will show it. */
export const pick = ({ dataset: { query, result } }) =>
  ask("pick", { query_id: query, result_id: result }).catch(complain);

async function askFor(query, offset) {
  query.more = offset !== "";
  query.next = "";
  query.id = null;
  const id = (await ask("inline_query", { query: query.words, offset }).catch(complain))?.query_id;
  query.id = id;
  if (early.has(id)) answeredInline(early.get(id));
  early.clear();
}

/** The bot has answered a query; who types on does not see it. */
export function answeredInline(answer) {
  if (!asked) return;
  if (asked.id === null) early.set(answer.query_id, answer);
  if (asked.id !== answer.query_id) return;
  const items = answer.results.map(({ id, title, description }) =>
    h("button", { id: `result-${answer.query_id}-${id}`, role: "option", tabIndex: -1, data: { query: answer.query_id, result: id } },
      h("b", {}, title), description && h("span", {}, description)));
  if (asked.more) results.append(...items);
  else results.replaceChildren(...items);
  items.forEach(nameFlags);
  asked.next = answer.next_offset;
  toBot.hidden = !answer.button;
  toBot.textContent = answer.button?.text ?? "";
  toBot.dataset.start = answer.button?.start_parameter ?? "";
  panel.hidden = !(results.children.length || answer.button);
  if (asked.more) return;
  results.scrollTop = 0;
  panel.dispatchEvent(new CustomEvent("listed"));
  $("command-count").textContent = word("results-heard", { n: items.length });
}

on(results, "scroll", () => {
  const left = results.scrollHeight - results.scrollTop - results.clientHeight;
  if (asked?.next && left < NEAR_END) askFor(asked, asked.next);
});
