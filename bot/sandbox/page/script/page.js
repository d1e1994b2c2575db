// The sandbox's chat page. The server knows everything; the page shows it and says what was done.
// Start reading here; each file says in its first line what it is for.

import { $, on } from "/script/dom.js";
import { leave } from "/script/attach.js";
import { label, moveTo, showCommands, wantReply } from "/script/compose.js";
import { answeredInline } from "/script/inline.js";
import { clear, flash, follow, forces, show, showHistory } from "/script/log.js";
import "/script/message_menu.js";
import { showKeyboard, takeKeyboard } from "/script/reply_keyboard.js";
import { complain, say } from "/script/say.js";
import { ask, askState, hash, isGroup, isMine, query, setProfile, where } from "/script/server.js";
import { answered, arrived } from "/script/taps.js";
import { speak, word } from "/script/words.js";

const RETRY = 1500; // milliseconds
const PAUSE = 100; // milliseconds: a bot that starts changes many things at once
const ACTION = 5000; // milliseconds
let shownDoing; // the timer after which what the bot does is shown no more
let events, loads = 0; // the EventSource; and only the last load may show what it got
let shownHash = ""; // the hash whose chat is shown
let refreshing; // the timer after which the profile is asked for

/** Show the chat of the URL's hash from scratch, and listen from there on. */
async function load() {
  const turn = ++loads;
  const again = () => setTimeout(() => turn === loads && load(), RETRY);
  let state;
  events?.close();
  clearTimeout(refreshing);
  if (shownHash !== location.hash) clear(); // what another chat said is not shown as this one's
  try {
    if (hash().lang) await ask("language", { language: hash().lang });
    state = await askState();
    if (turn !== loads) return;
  } catch (error) {
    complain(error, word("offline"));
    if (turn !== loads || error instanceof TypeError || !location.hash) return again();
    history.replaceState(null, "", location.pathname); // it is from elsewhere: begin anew
    return load();
  }
  shownHash = location.hash;
  say("");
  showAll(state);
  events = new EventSource(`/chat/events?${query({ after: state.event })}`);
  on(events, "message", ({ data }) => happened(JSON.parse(data)));
  // The browser would go on from the last event's number. But a server that was started anew
  // counts from one again, and has forgotten the chat: so begin with the whole state.
  on(events, "error", ({ target }) => { target.close(); again(); });
}

function happened({ type, message, ...event }) {
  if (message) show(message);
  if (type === "message") takeKeyboard(message);
  if (type === "message") label(); // a keyboard may say what the field is for
  if (type === "message" && forces(message)) wantReply(message);
  if (type === "edit") flash(message.message_id);
  if (type === "answer") answered(event);
  if (type === "inline") answeredInline(event);
  if (type === "commands") refreshProfile();
  if (type === "action") showDoing(event.action);
  if (message?.from.is_bot) showDoing();
  if (message) follow(type === "message" ? message : null);
}

/** What the bot does at the moment stands below its name, for as long as Telegram shows it. */
function showDoing(action) {
  clearTimeout(shownDoing);
  if (action === "typing") $("kind").textContent = word("types");
  else if (action === "upload_photo") $("kind").textContent = word("sends-photo");
  else $("kind").textContent = word(isGroup() ? "in-group" : "bot");
  if (action) shownDoing = setTimeout(showDoing, ACTION);
}

/** The bot has changed its commands or what it tells of itself. */
function refreshProfile() {
  const turn = loads;
  clearTimeout(refreshing);
  refreshing = setTimeout(
    () => askState().then((state) => turn === loads && showProfile(state), complain), PAUSE);
}

/** Everything that depends on who and where. */
function showAll(state) {
  const { user, chat } = where();
  speak(state.language, state.words);
  choices("user", state.users.map(({ id, first_name: name }) => [id, name]), user);
  choices("chat", state.chats.map(({ id, title }) => [id, title ?? word("privately")]), chat);
  choices("language", Object.entries(state.languages), state.language);
  for (const option of $("language").options) option.lang = option.value;
  if (moveTo({ user, chat })) leave();
  showProfile(state);
  showHistory(state.messages);
  showKeyboard(state.messages);
  label();
  const last = state.messages.findLast((message) => isMine(message) || forces(message));
  if (last && forces(last)) wantReply(last);
  arrived();
}

const choices = (id, pairs, chosen) =>
  $(id).replaceChildren(...pairs.map(([value, name]) => new Option(name, value, false, value === chosen)));

function showProfile(state) {
  document.title = $("name").textContent = state.bot.first_name;
  showDoing();
  $("description").textContent = state.bot.description || state.bot.short_description;
  setProfile(state);
  showCommands();
}

// What is chosen stands in the hash, and a new hash loads what it means.
on($("language"), "change", ({ target }) => { location.hash = query({ lang: target.value }); });
on($("chat"), "change", ({ target }) => { location.hash = query({ ...hash(), chat: target.value }); });
on($("user"), "change", ({ target: { value: user } }) => { // the group is everybody's
  location.hash = query(isGroup() ? { user } : { user, chat: user });
});
on(window, "hashchange", load);

load();
