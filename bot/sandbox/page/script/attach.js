// What is sent beside text: a photo, a place, a sticker; a voice is in voice.js.

import { $, all, h, on, onAny } from "/script/dom.js";
import { endReply, replyTo } from "/script/compose.js";
import { stickToEnd } from "/script/log.js";
import { complain, say } from "/script/say.js";
import { attach, isHere, where } from "/script/server.js";
import { again, cancelRecording, record } from "/script/voice.js";
import { word } from "/script/words.js";

const LONGEST_SIDE = 1280; // pixels, as Telegram sends photos
const QUALITY = 0.87;
const STICKER_SIDE = 512;
const STICKERS = [..."👋😀🤝🎉🌍🏙🎈🐻"];

const [menu, photo, place, stickers, file, field] =
  ["attachments", "photo", "location", "sticker", "file", "field"].map($);
const opens = {
  photo: () => file.click(),
  location: () => place.showModal(),
  sticker: () => stickers.showModal(),
  voice: async () => {
    const to = where(), recorded = await record();
    while (recorded && !(await send("voice", recorded, to)) && isHere(to) && (await again(recorded)));
  },
};

onAny(menu, "click", "button", ({ value }) => { menu.hidePopover(); opens[value](); });
for (const button of all("dialog .cancel")) on(button, "click", () => button.closest("dialog").close());

/** The chat is left: what was to be sent there is not sent elsewhere. */
export function leave() {
  cancelRecording();
  for (const open of all("dialog[open]")) open.close();
  for (const open of all(":popover-open")) open.hidePopover();
}

/**
 * Send it to the chat for which it was made, as a reply where one was begun; whether it was taken.
 * What is not taken is told; what its chat was left with is not sent.
 */
async function send(kind, told, to) {
  if (!isHere(to)) return false;
  stickToEnd();
  const taken = await attach({ ...to, kind, reply_to: replyTo(), ...told }).catch(complain);
  if (taken && isHere(to)) endReply();
  return Boolean(taken);
}

// --- photos ---
let picture = null; // {file, width, height} of the dialog
let pictureTo; // the user and the chat that it is for

/** Show the picture and ask for its caption. */
async function preview(chosen) {
  const to = where();
  let made;
  try {
    made = await reduced(chosen);
  } catch {
    return say(word("photo-refused"));
  }
  if (!isHere(to)) return;
  [picture, pictureTo] = [made, to];
  const image = photo.querySelector("img");
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture.file);
  photo.querySelector("form").reset();
  photo.showModal();
  photo.querySelector("input").focus();
}

/** As Telegram does: a JPEG whose longer side has 1280 pixels at most. */
async function reduced(chosen) {
  const bitmap = await createImageBitmap(chosen);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = h("canvas", { width, height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white"; // behind what is transparent: a JPEG has no such thing
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  return { file: await blobOf(canvas, "image/jpeg"), width, height };
}

const blobOf = (canvas, type) => new Promise((done) => canvas.toBlob(done, type, QUALITY));

on(file, "change", () => {
  if (file.files[0]) preview(file.files[0]);
  file.value = ""; // the same one may be chosen again
});
on(field, "paste", (event) => {
  const pasted = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
  if (!pasted) return;
  event.preventDefault();
  preview(pasted);
});
on(photo.querySelector("form"), "submit", async ({ target }) => {
  const to = pictureTo;
  const sent = await send("photo", { ...picture, caption: target.elements.caption.value }, to);
  if (!sent && isHere(to)) photo.showModal(); // the picture and its caption are not lost
});

// --- places ---
/** Where the browser is, in degrees; null where it does not say. */
const position = () => new Promise((done) => navigator.geolocation.getCurrentPosition(
  ({ coords: { latitude, longitude } }) => done({ latitude, longitude }), () => done(null)));
const refused = () => say(word("here-refused"), true);

on(place.querySelector(".here"), "click", async () => {
  const { latitude, longitude } = place.querySelector("form").elements, found = await position();
  if (!found) return refused();
  [latitude.value, longitude.value] = [found.latitude, found.longitude];
});
onAny($("reply-keyboard"), "click", "[value=location]", async () => {
  const to = where(), found = await position();
  if (found) return send("location", found, to);
  if (!isHere(to)) return;
  place.showModal(); // there it can be written
  refused();
});
on(place.querySelector("form"), "submit", ({ target: { elements } }) => {
  const { latitude, longitude, title, live } = elements;
  send("location", { latitude: latitude.value, longitude: longitude.value,
    title: title.value || null, live: live.checked || null }, where());
  [title.value, live.checked] = ["", false]; // which the next place has not
});

// --- stickers ---
stickers.querySelector(".stickers").append(...STICKERS.map((emoji) => h("button", { value: emoji }, emoji)));

onAny(stickers, "click", ".stickers button", async ({ value: emoji }) => {
  stickers.close();
  const to = where();
  const side = STICKER_SIDE, canvas = h("canvas", { width: side, height: side });
  const pen = canvas.getContext("2d");
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", font: `${side * 0.75}px sans-serif` });
  pen.fillText(emoji, side / 2, side / 2);
  send("sticker", { emoji, width: side, height: side, file: await blobOf(canvas, "image/webp") }, to);
});
