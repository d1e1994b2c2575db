// Flags are drawn by a font of our own, and read out as their country, once.

// A country by two letters, or a black flag and a region in tags, which begins with its country.
const FLAG = /[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2,}\u{E007F}/gu;

const ALIKE = 4; // letters at the beginning of a word

// Two letters of the alphabet for flags; or, behind a black flag, a region spelt in tags.
const letter = (code) => String.fromCodePoint(65 + code - (code > 0xe0000 ? 0xe0061 : 0x1f1e6));
const countryOf = (flag) =>
  [...flag.replace("\u{1F3F4}", "")].slice(0, 2).map((sign) => letter(sign.codePointAt(0))).join("");

/** The country's names in the page's language, the usual one first. */
const namesOf = (country) => ["long", "short"].map((style) =>
  new Intl.DisplayNames(document.documentElement.lang, { type: "region", style }).of(country));

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => folded(text).split(/[^\p{L}]+/u).filter(Boolean);
const initials = (words) => words.map((one) => one[0]).join("");
// «Turkey» and «Türkiye», «Республика Корея» and «Южная Корея».
const alike = (one, other) =>
  one === other || (one.length >= ALIKE && one.slice(0, ALIKE) === other.slice(0, ALIKE));

/** Whether the text names the country itself: by a word of its name, or by its initials. */
const says = (text, names) => names.map(wordsOf).some((name) => {
  const words = wordsOf(text);
  return name.some((one) => words.some((said) => alike(one, said))) ||
    words.includes(initials(name)) || initials(words).startsWith(name[0]);
});

/** Give every flag in the node a place and a name of its own; beside its country's name it is mute. */
export function nameFlags(node) {
  const texts = [], whole = node.textContent;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  let at = 0;
  for (const text of texts) {
    const pieces = [], value = text.data;
    let done = 0;
    for (const { 0: flag, index } of value.matchAll(FLAG)) {
      const rest = whole.slice(at + index + flag.length).split(/\n|[\u{1F1E6}-\u{1F1FF}\u{1F3F4}]/u)[0];
      pieces.push(value.slice(done, index), flagNode(flag, rest));
      done = index + flag.length;
    }
    if (done) text.replaceWith(...pieces, value.slice(done));
    at += value.length;
  }
  return node;
}

function flagNode(flag, rest) {
  const node = document.createElement("span"), names = namesOf(countryOf(flag));
  node.className = "flag";
  node.textContent = flag;
  if (says(rest, names)) node.ariaHidden = "true";
  else Object.assign(node, { role: "img", ariaLabel: names[0] });
  return node;
}
