// What a message holds beside its text: pictures, places, stickers, voices, link previews.

import { h } from "/script/dom.js";
import { word } from "/script/words.js";

const MAP = "https://www.openstreetmap.org/";
const PICTURE = /\.(?:png|jpe?g|webp|gif)$/i;

/** What stands for a message where there is room for one line only. */
export const inOneLine = ({ text, kind, media }) => text || word(kind ?? media?.kind ?? "field");

/** Pictures come later than their message; `grown` is called when one has taken its place. */
export function mediaOf({ kind, url, ...told }, grown) {
  if (kind === "photo")
    return h("img", { src: url, alt: word("photo"), width: told.width, height: told.height, onload: grown });
  if (kind === "sticker")
    return h("img", { className: "sticker", src: url, alt: `${word("sticker")} ${told.emoji}`, onload: grown });
  if (kind === "voice") return h("audio", { src: url, controls: true, ariaLabel: word("voice") });
  return place(told);
}

function place({ latitude, longitude, title, live_period: live }) {
  const name = title ?? word(live ? "live-location" : "location");
  const text = `${name}: ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const href = `${MAP}?mlat=${latitude}&mlon=${longitude}#map=12/${latitude}/${longitude}`;
  return h("a", { className: "place", href, target: "_blank", rel: "noopener" },
    h("span", { className: "pin", ariaHidden: "true" }, "📍"), h("span", {}, text));
}

/** A path as people read it; one that is badly encoded as it is. */
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The page cannot look behind a link; it shows where it leads, and a picture where it is one. */
export function previewOf({ url, prefer_large_media: large, prefer_small_media: small }, grown) {
  const link = URL.canParse(url) ? new URL(url) : null;
  if (!link) return null;
  const picture = PICTURE.test(link.pathname) &&
    h("img", { src: url, alt: "", onload: grown, onerror: ({ target }) => target.remove() });
  const size = large && !small ? "large" : "small";
  const label = word("preview", { site: link.host });
  return h("a", { className: `preview ${size}`, href: url, target: "_blank", rel: "noopener", ariaLabel: label },
    h("b", {}, link.host), h("span", {}, readable(link.pathname)), picture);
}
