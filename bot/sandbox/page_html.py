"""A message's text and entities as HTML that is safe to show on the page."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.sandbox.entities import Entity, shown, span_of, units
from bot.sandbox.links import address

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
CLASSES = {  # the page knows what each of them does
    "spoiler": ("span", "spoiler"),
    "expandable_blockquote": ("blockquote", "expandable"),
    "bot_command": ("a", "command"),
    "hashtag": ("span", "hashtag"),
    "text_mention": ("span", "hashtag"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text, in UTF-16 units, between a tag and its end."""

    start: int
    end: int
    opening: str
    closing: str


def as_html(text: str, entities: Sequence[Entity]) -> str:
    """Entities may lie in one another or overlap; what overlaps is split, as Telegram does."""
    raw = text.encode("utf-16-le", "surrogatepass")

    def cut(start: int, end: int) -> str:
        return raw[2 * start : 2 * end].decode("utf-16-le", "replace")

    def render(parts: Sequence[_Part], at: int, end: int) -> str:
        html, waiting = "", deque(parts)
        while waiting:
            part = waiting.popleft()
            start, stop = max(part.start, at), min(part.end, end)
            inner = []
            while waiting and waiting[0].start < stop:
                inner.append(waiting.popleft())
            # What reaches further goes on behind it.
            waiting.extendleft(
                _Part(stop, one.end, one.opening, one.closing)
                for one in reversed(inner)
                if one.end > stop
            )
            within = render(inner, start, stop)
            html += f"{escape(cut(at, start))}{part.opening}{within}{part.closing}"
            at = stop
        return html + escape(cut(at, end))

    parts = []
    for entity in entities:
        span = span_of(entity)
        parts.append(_Part(span.start, span.end, *_tags(entity, shown(text, entity))))
    return render(parts, 0, units(text))


def _tags(entity: Entity, text: str) -> tuple[str, str]:
    kind = entity["type"]
    if tag := TAGS.get(kind):
        return f"<{tag}>", f"</{tag}>"
    if kind in CLASSES:
        tag, name = CLASSES[kind]
        return f'<{tag} class="{name}">', f"</{tag}>"
    return f'<a href="{escape(address(entity, text))}">', "</a>"
