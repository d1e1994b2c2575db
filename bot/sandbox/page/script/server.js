// Who is asking, and what the server is asked. The server knows everything.

import { word } from "/script/words.js";

const ANNA = 1001;

/** The bot, its commands and the chats, as /chat/state gave them last. */
export let profile = { bot: { username: "" }, commands: [], chats: [] };
export const setProfile = (state) => (profile = state);

export const hash = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
export const myId = () => Number(hash().user) || ANNA;
export const where = () => ({ user: myId(), chat: Number(hash().chat) || myId() });
/** Whether this is still the user and the chat that are shown. */
export const isHere = ({ user, chat }) => where().user === user && where().chat === chat;
export const query = (more) => new URLSearchParams({ ...where(), ...more });
export const isGroup = () => where().chat !== myId();
export const isMine = (message) => message.from.id === myId();
export const askState = () => ask(`state?${query()}`);

/** Do something that JSON can say, or without a body ask for something. */
export function ask(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" } };
  return answer(path, body && { ...post, body: JSON.stringify({ ...where(), ...body }) });
}

/** Send something that may hold a file; the fields say who sends it, and where. */
export function attach(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (value !== null) body.append(name, value);
  return answer("attach", { method: "POST", body });
}

/** Throws a TypeError without a connection, and an Error that says why the server refused. */
async function answer(path, request) {
  const response = await fetch(`/chat/${path}`, request);
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(said.error ? word(said.error, said.values) : response.statusText);
  return said;
}
