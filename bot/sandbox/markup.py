"""Telegram's HTML, parsed as strictly as Telegram does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bot.sandbox import links
from bot.sandbox.entities import Entity, complete, shown, units
from bot.sandbox.page_html import as_html

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
    "blockquote": "blockquote",
}  # fmt: skip
TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>[^<>]*)>|(?P<lone><)")
LANGUAGE = re.compile(r"""class\s*=\s*["']?language-([^"'\s]+)""")
PERSON = re.compile(r"tg://user/?\?id=([0-9]{1,15})")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
# The only names of characters that Telegram knows; any other & stands for itself.
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")


class MarkupError(ValueError):
    """The text is not Telegram's HTML; the message is what Telegram would say."""


@dataclass
class Formatted:
    """A message's text and its entities (offsets and lengths in UTF-16 units)."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The same as HTML that is safe to show."""
        return as_html(self.text, self.entities)

    @property
    def mentioned(self) -> list[int]:
        """The ids of the people who are mentioned."""
        return [e["user"]["id"] for e in self.entities if e["type"] == "text_mention"]

    @property
    def commands(self) -> list[str]:
        """The commands in it, as they are written."""
        return [shown(self.text, e) for e in self.entities if e["type"] == "bot_command"]


@dataclass
class _Open:
    tag: str
    entity: Entity


def plain(text: str) -> Formatted:
    """A text as a person types it."""
    return with_found(Formatted(text))


def with_found(formatted: Formatted) -> Formatted:
    """The same with the commands, names and links that Telegram finds, and its limit kept."""
    return Formatted(formatted.text, complete(formatted.text, formatted.entities))


def parse_html(source: str) -> Formatted:
    """Parse a text of `parse_mode` HTML; only what stands in it is found. Raises MarkupError."""
    result = Formatted()
    opened: list[_Open] = []
    at = 0
    for token in TOKEN.finditer(source):
        _text(result, source[at : token.start()])
        at = token.end()
        offset = len(source[: token.start()].encode(errors="surrogatepass"))
        if token["lone"]:
            raise MarkupError(f"Unsupported start tag at byte offset {offset}")
        if token["end"]:
            _close(result, opened, token["tag"].lower(), offset)
        else:
            opened.append(_start(result, token["tag"].lower(), token["attributes"], offset))
    _text(result, source[at:])
    if opened:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    result.entities = [*_without_code_of_blocks(result.entities)]
    return result


def _without_code_of_blocks(entities: list[Entity]) -> Iterator[Entity]:
    """`<pre><code class="language-x">` is one block of code in a language."""
    blocks = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    for entity in entities:
        block = blocks.get((entity["offset"], entity["length"]))
        if entity["type"] == "code" and block:
            block |= {"language": entity["language"]} if "language" in entity else {}
            continue
        if entity["type"] == "code":
            entity.pop("language", None)
        yield entity


def _text(result: Formatted, source: str) -> None:
    result.text += ENTITY.sub(lambda entity: unescape(entity[0]), source)


def _start(result: Formatted, tag: str, attributes: str, offset: int) -> _Open:
    kind = TAGS.get(tag)
    if kind is None or (tag == "span" and "tg-spoiler" not in attributes):
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {offset}')
    entity: Entity = {"type": kind, "offset": units(result.text), "length": 0}
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    elif tag == "code" and (language := LANGUAGE.search(attributes)):
        entity["language"] = language[1]
    elif tag == "a":
        found = HREF.search(attributes)
        url = next((part for part in found.groups() if part), "") if found else ""
        entity["url"] = unescape(url)
    return _Open(tag, entity)


def _close(result: Formatted, opened: list[_Open], tag: str, offset: int) -> None:
    if not opened:
        raise MarkupError(f"Unexpected end tag at byte offset {offset}")
    expected = opened.pop()
    if tag != expected.tag:
        raise MarkupError(
            f'Unmatched end tag at byte offset {offset}, expected "</{expected.tag}>", '
            f'found "</{tag}>"'
        )
    entity = expected.entity
    entity["length"] = units(result.text) - entity["offset"]
    if entity["length"] and (entity["type"] != "text_link" or _leads_somewhere(result, entity)):
        result.entities.append(entity)


def _leads_somewhere(result: Formatted, link: Entity) -> bool:
    """Check a link; one that is refused is plain text, as it is with Telegram.

    One to a person mentions them, under the name that is written.
    """
    try:
        link["url"] = links.checked(link["url"] or shown(result.text, link))
    except links.LinkError:
        return False
    if person := PERSON.fullmatch(link["url"]):
        del link["url"]
        user = {"id": int(person[1]), "is_bot": False, "first_name": shown(result.text, link)}
        link |= {"type": "text_mention", "user": user}
    return True
