"""Telegram's HTML, parsed as strictly as Telegram does."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
    "blockquote": "blockquote",
}  # fmt: skip
TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>[^<>]*)>|(?P<lone><)")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
# The only names of characters that Telegram knows; any other & stands for itself.
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9A-Fa-f]+);")


class MarkupError(ValueError):
    """The text is not Telegram's HTML; the message is what Telegram would say."""


@dataclass
class Formatted:
    """A message's text, its entities (offsets in UTF-16 units), and HTML that is safe to show."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    html: str = ""


@dataclass
class _Open:
    tag: str
    entity: dict[str, Any]


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> Formatted:
    """A text without a parse mode."""
    return Formatted(text, [], escape(text))


def parse_html(source: str) -> Formatted:
    """Parse a text of `parse_mode` HTML. Raises MarkupError."""
    result = Formatted()
    opened: list[_Open] = []
    at = 0
    for token in TOKEN.finditer(source):
        _text(result, source[at : token.start()])
        at = token.end()
        offset = len(source[: token.start()].encode())
        if token["lone"]:
            raise MarkupError(f"Unsupported start tag at byte offset {offset}")
        if token["end"]:
            _close(result, opened, token["tag"].lower(), offset)
        else:
            opened.append(_start(result, token["tag"].lower(), token["attributes"], offset))
    _text(result, source[at:])
    if opened:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    result.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return result


def _text(result: Formatted, source: str) -> None:
    text = ENTITY.sub(lambda entity: unescape(entity[0]), source)
    result.text += text
    result.html += escape(text)


def _start(result: Formatted, tag: str, attributes: str, offset: int) -> _Open:
    kind = TAGS.get(tag)
    if kind is None or (tag == "span" and "tg-spoiler" not in attributes):
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {offset}')
    entity: dict[str, Any] = {"type": kind, "offset": units(result.text), "length": 0}
    shown = f"<{tag}>"
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
        shown = '<blockquote class="expandable">'
    elif tag == "a":
        found = HREF.search(attributes)
        url = next((part for part in found.groups() if part), "") if found else ""
        entity["url"] = unescape(url)
        safe = url if url.startswith(("http://", "https://", "tg://")) else ""
        shown = f'<a href="{escape(unescape(safe))}">'
    elif kind == "spoiler":
        shown = '<span class="spoiler">'
    result.html += shown
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
    expected.entity["length"] = units(result.text) - expected.entity["offset"]
    if expected.entity["length"]:
        result.entities.append(expected.entity)
    result.html += "</span>" if TAGS[tag] == "spoiler" else f"</{tag}>"
