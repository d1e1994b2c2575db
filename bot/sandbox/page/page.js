// The sandbox's chat page. The server knows everything; the page shows it and says what was done.

const WORDS = {
  ru: {
    bot: "бот", inGroup: "бот в группе", about: "Что умеет этот бот?", begin: "Начать",
    chat: "Чат", language: "Язык", user: "Кто пишет", privately: "Личный чат",
    log: "Переписка", field: "Сообщение", send: "Отправить", menu: "Меню команд", commands: "Команды",
    answer: "Ответить", answering: "Ответ на сообщение", editing: "Правка сообщения",
    cancel: "Отменить", edited: "изменено", close: "Понятно", offline: "Нет связи. Пробую снова…",
  },
  en: {
    bot: "bot", inGroup: "bot in a group", about: "What can this bot do?", begin: "Start",
    chat: "Chat", language: "Language", user: "Who writes", privately: "Private chat",
    log: "Chat log", field: "Message", send: "Send", menu: "Command menu", commands: "Commands",
    answer: "Reply", answering: "Reply to message", editing: "Edit message",
    cancel: "Cancel", edited: "edited", close: "OK", offline: "No connection. Trying again…",
  },
};
const RETRY = 1500, LONG_PRESS = 500, TONES = 6;
const FOLDS = "blockquote.expandable, .spoiler, tg-spoiler"; // they open when pressed

const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const [log, commands, reply, menu, field, toast, alertBox] =
  ["log", "commands", "reply", "menu", "field", "toast", "alert"].map($);
const messages = new Map();
const answeredEarly = new Set(); // taps whose answer overtook their query_id
let state, words = WORDS.ru; // as /chat/state gave it; in the user's language
let events, loads = 0; // the EventSource; and only the last load may show what it got
let draft = null; // {kind: "reply"|"edit", message}, or null where the field is for a new message
let stuck = true; // whether the log is scrolled to its end, and has to stay there
let pressing, fading; // timers of the long press and of the toast

const hash = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const myId = () => Number(hash().user) || 1001;
const where = () => ({ user: myId(), chat: Number(hash().chat) || myId() });
const query = (more) => new URLSearchParams({ ...where(), ...more });
const askState = () => ask(`state?${query()}`);
const complain = (error) => say(error instanceof TypeError ? words.offline : error.message);
const isGroup = () => where().chat !== myId();
const isMine = (message) => message.from.id === myId();
const element = (id) => log.querySelector(`[data-message-id="${id}"]`);
const visit = (to) => flash(element(to.message_id))?.scrollIntoView({ block: "nearest" });
const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40;
const stickToEnd = () => { log.scrollTop = log.scrollHeight; stuck = true; };
// On a phone, a field in focus opens the keyboard over half of the chat.
const focusField = () => matchMedia("(hover: hover)").matches && field.focus();

// --- the server ---
async function ask(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" } };
  const said = body && { ...post, body: JSON.stringify({ ...where(), ...body }) };
  const response = await fetch(`/chat/${path}`, said);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

/** Show the chat of the URL's hash from scratch, and listen from there on. */
async function load() {
  const turn = ++loads;
  const again = () => setTimeout(() => turn === loads && load(), RETRY);
  events?.close();
  try {
    if (hash().lang) await ask("language", { language: hash().lang });
    const got = await askState();
    if (turn !== loads) return;
    state = got;
  } catch (error) {
    complain(error);
    // A refused hash is from elsewhere: begin anew.
    if (turn === loads && !(error instanceof TypeError)) history.replaceState(null, "", "#");
    return again();
  }
  showAll();
  events = new EventSource(`/chat/events?${query({ after: state.event })}`);
  events.onmessage = ({ data }) => happened(JSON.parse(data));
  // The browser would go on from the last event's number. But a server that was started anew
  // counts from one again, and has forgotten the chat: so begin with the whole state.
  events.onerror = ({ target }) => { target.close(); again(); };
}

function happened({ type, message, ...event }) {
  if (message) show(message);
  if (type === "message" && forces(message)) begin("reply", message);
  if (type === "edit") flash(element(message.message_id));
  if (type === "delete") remove(event.message_id);
  if (type === "answer") answered(event);
  if (type === "commands") askState().then(showProfile, complain);
  if (stuck || (type === "message" && isMine(message))) stickToEnd();
}

/** Everything that depends on who and where. */
function showAll() {
  const { user, chat } = where();
  const guest = { id: user, first_name: user, language_code: hash().lang ?? "ru" };
  const me = state.users.find(({ id }) => id === user) ?? guest;
  const language = me.language_code.startsWith("ru") ? "ru" : "en";
  words = WORDS[(document.documentElement.lang = language)];
  for (const node of all("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of all("[data-label]")) node.title = node.ariaLabel = words[node.dataset.label];
  const option = (label, id, is) => new Option(label ?? words.privately, id, false, id === is);
  const people = [...new Set([...state.users, me])];
  $("user").replaceChildren(...people.map((u) => option(u.first_name, u.id, user)));
  $("chat").replaceChildren(...state.chats.map((c) => option(c.title, c.id, chat)));
  $("language").value = language;
  showProfile(state);
  showHistory();
}

function showProfile({ bot, commands: known }) {
  Object.assign(state, { bot, commands: known });
  document.title = $("name").textContent = bot.first_name;
  $("kind").textContent = isGroup() ? words.inGroup : words.bot;
  $("description").textContent = bot.description || bot.short_description;
}

function showHistory() {
  log.ariaBusy = "true"; // the history is no news
  begin(null);
  messages.clear();
  log.replaceChildren();
  state.messages.forEach(show);
  stickToEnd();
  requestAnimationFrame(() => (log.ariaBusy = "false"));
  const last = state.messages.findLast((message) => isMine(message) || forces(message));
  if (last && forces(last)) begin("reply", last);
}

// --- messages ---
/** Whether the bot wants this user to reply: a selective one means the one it answers. */
function forces({ force_reply: forced, reply_to: to }) {
  const asker = isGroup() && forced?.selective && messages.get(to?.message_id);
  return Boolean(forced) && (!asker || isMine(asker));
}

/** Put a message at the end, or in the place of its older version. */
function show(message) {
  const old = element(message.message_id), node = old ?? h("article");
  const focused = all("button", node).indexOf(document.activeElement);
  if (!old) log.append(node);
  messages.set(message.message_id, message);
  node.className = `message ${isMine(message) ? "out" : "in"}`;
  Object.assign(node.dataset, { messageId: message.message_id, from: message.from.id });
  const before = node.previousElementSibling?.dataset.from;
  node.classList.toggle("follows", before === node.dataset.from); // the name is not said again
  node.replaceChildren(...parts(message));
  measureQuotes(node);
  // Whoever walks by keyboard stays at the button, though it is a new one.
  if (focused >= 0) (all("button", node)[focused] ?? field).focus({ preventScroll: true });
}

function remove(id) {
  element(id)?.remove();
  messages.delete(id);
  if (draft?.message.message_id === id) begin(null);
}

function parts(message) {
  const { from, photo, reply_to: to, keyboard = [] } = message;
  const tone = `name tone-${Math.abs(from.id) % TONES}`;
  const label = { className: "answer icon", title: words.answer, ariaLabel: words.answer };
  return [
    h("div", { className: "bubble" },
      isGroup() && !isMine(message) && h("div", { className: tone }, from.first_name),
      to && h("button", { className: "quoted", onclick: () => visit(to) }, to.text),
      photo && h("img", { src: photo, alt: "", onload: () => stuck && stickToEnd() }),
      textOf(message), meta(message)),
    from.is_bot && h("button", { ...label, onclick: () => begin("reply", message) }, "↩"),
    keyboard?.length && h("div", { className: "keyboard" }, ...keyboard.map((row) =>
      h("div", { className: "buttons" }, ...row.map((button) => inlineButton(message, button))))),
  ].filter(Boolean);
}

function textOf({ html, text }) {
  const node = h("div", { className: "text" }, text);
  if (html) node.innerHTML = html; // made by the server, of a few harmless tags
  for (const fold of all(FOLDS, node))
    Object.assign(fold, { tabIndex: 0, role: "button", ariaExpanded: "false" });
  for (const link of all("a", node)) Object.assign(link, { target: "_blank", rel: "noopener" });
  // A block ends its line by itself; the newline behind it would become an empty line.
  for (const { nextSibling: next } of all("blockquote, pre", node))
    if (next?.nodeType === Node.TEXT_NODE) next.data = next.data.replace(/^\n/, "");
  return node;
}

function meta({ date, edit_date: edited, from }) {
  const sent = new Date(date * 1000), language = document.documentElement.lang;
  const clock = sent.toLocaleTimeString(language, { timeStyle: "short", hourCycle: "h23" });
  return h("div", { className: "meta" }, edited && !from.is_bot && `${words.edited} `,
    h("time", { title: sent.toLocaleString(language) }, clock));
}

function inlineButton(message, { text, data, url }) {
  const node = h("button", { className: url ? "link" : "" }, h("span", {}, text));
  node.onclick = () => (url ? open(url, "_blank", "noopener") : tap(node, message, data));
  return node;
}

async function tap(button, { message_id }, data) {
  button.ariaBusy = "true";
  const id = (await ask("tap", { message_id, data }).catch(complain))?.query_id;
  if (!id || answeredEarly.delete(id)) button.ariaBusy = "false";
  else button.dataset.query = id;
}

function answered({ query_id: id, text, alert }) {
  const button = log.querySelector(`[data-query="${CSS.escape(id)}"]`);
  if (button) button.ariaBusy = "false";
  else answeredEarly.add(id);
  if (text) say(text, alert);
}

function flash(node) {
  node?.firstChild.animate({ boxShadow: ["0 0 0 3px var(--accent)", "0 0 0 3px transparent"] }, 700);
  return node;
}

/** A quote of three lines has nothing to unfold. */
function measureQuotes(node) {
  for (const quote of all("blockquote.expandable:not(.open)", node))
    quote.classList.toggle("short", quote.scrollHeight <= quote.clientHeight + 1);
}

log.onscroll = () => (stuck = atEnd());
/** Quotes and spoilers unfold like buttons. */
log.onclick = log.onkeydown = (event) => {
  const fold = event.target.closest(FOLDS);
  const meant = event.key ? ["Enter", " "].includes(event.key) : getSelection().isCollapsed;
  if (!fold || !meant || event.target.closest("a")) return;
  event.preventDefault();
  fold.ariaExpanded = String(fold.classList.toggle("open"));
  stuck = atEnd(); // it opens downwards: its first line must not run away
};
log.onpointerdown = ({ target, pointerType }) => {
  const message = messages.get(Number(target.closest(".bubble")?.parentNode.dataset.messageId));
  if (pointerType !== "touch" || !message?.from.is_bot) return;
  pressing = setTimeout(begin, LONG_PRESS, "reply", message);
};
log.onpointerup = log.onpointercancel = () => clearTimeout(pressing);
new ResizeObserver(() => { measureQuotes(log); if (stuck) stickToEnd(); }).observe(log);

// --- writing ---
/** Use the field for a reply or an edit, or with null for a new message. */
function begin(kind, message) {
  if (kind === "edit" || draft?.kind === "edit") write(kind === "edit" ? message.text : "");
  draft = kind && { kind, message };
  reply.hidden = !draft;
  reply.querySelector("b").textContent = kind === "edit" ? words.editing : words.answering;
  reply.querySelector("p").textContent = message?.text ?? "";
  field.placeholder = (kind === "reply" && message.force_reply?.placeholder) || words.field;
  if (kind) field.focus();
}

const write = (text) => { field.value = text; field.oninput(); };

function sendCommand(command) {
  begin(null);
  const kept = field.value.startsWith("/") ? "" : field.value;
  write(`/${command}`);
  send();
  write(kept);
}

/** Send or correct what is written; its event will show it. */
async function send() {
  const text = field.value.trim(), { kind, message } = draft ?? {}, id = message?.message_id ?? null;
  focusField();
  if (!text) return;
  begin(null);
  write("");
  if (kind === "edit" && message.text === text) return;
  const [path, to] = kind === "edit" ? ["edit", { message_id: id }] : ["send", { reply_to: id }];
  if ((await ask(path, { text, ...to }).catch(complain)) || field.value) return;
  if (kind) begin(kind, message);
  write(text); // it is not lost
}

/** List the commands that begin like this, or with null none. */
function suggest(typed) {
  const fits = ({ command }) => typed !== null && command.startsWith(typed);
  const fitting = state?.commands.filter(fits) ?? [];
  commands.replaceChildren(...fitting.map(({ command, description }, index) =>
    h("button", { id: `command-${index}`, onclick: () => sendCommand(command) },
      h("b", {}, `/${command}`), h("span", {}, description))));
  commands.hidden = !fitting.length;
  menu.ariaExpanded = String(!commands.hidden);
  activate(0);
}

/** Mark one of the list, while the focus stays in the field. */
function activate(index) {
  const items = [...commands.children], active = items.at(index % (items.length || 1));
  for (const item of items) item.classList.toggle("active", item === active);
  active?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", active?.id ?? "");
}

/** A key in the field; says whether it meant something. */
function pressed({ key, shiftKey, isComposing }) {
  const at = [...commands.children].findIndex((item) => item.classList.contains("active"));
  const mine = [...messages.values()].findLast(isMine);
  if (isComposing || shiftKey) return false;
  if (at >= 0 && key === "ArrowDown") activate(at + 1);
  else if (at >= 0 && key === "ArrowUp") activate(at - 1);
  else if (at >= 0 && ["Enter", "Tab"].includes(key)) commands.children[at].click();
  else if (key === "Enter") send();
  else if (key === "ArrowUp" && !field.value && mine) begin("edit", mine);
  else return false;
  return true;
}

// A handler given as a property that returns false cancels the key: so it returns nothing.
field.onkeydown = (event) => { if (pressed(event)) event.preventDefault(); };
field.oninput = () => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  suggest(/^\/(\w*)$/.exec(field.value)?.[1] ?? null);
};
$("compose").onsubmit = (event) => { event.preventDefault(); send(); };
menu.onclick = () => { suggest(commands.hidden ? "" : null); focusField(); };
$("start").querySelector("button").onclick = () => sendCommand("start");
reply.querySelector("button").onclick = () => { begin(null); field.focus(); };
document.onclick = ({ target }) => target.closest("#compose") || suggest(null);
document.onkeydown = ({ key }) => {
  if (key === "Escape" && !alertBox.open) commands.hidden ? begin(null) : suggest(null);
};
// What is chosen stands in the hash, and a new hash loads what it means.
$("language").onchange = ({ target }) => (location.hash = query({ lang: target.value }));
$("chat").onchange = ({ target }) => (location.hash = query({ ...hash(), chat: target.value }));
$("user").onchange = ({ target: { value: user } }) => // the group is everybody's
  (location.hash = query(isGroup() ? { user } : { user, chat: user }));
onhashchange = load;

function say(text, alert = false) {
  (alert ? alertBox.querySelector("p") : toast).textContent = text;
  if (alert && !alertBox.open) alertBox.showModal();
  clearTimeout(fading);
  fading = setTimeout(() => (toast.textContent = ""), 3000 + 40 * text.length);
}

/** An element with properties and children; children that are falsy are left out. */
function h(tag, properties, ...children) {
  const button = tag === "button" && { type: "button" };
  const node = Object.assign(document.createElement(tag), button, properties);
  node.append(...children.filter(Boolean));
  return node;
}

load();
