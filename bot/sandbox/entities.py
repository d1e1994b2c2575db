"""What Telegram finds in a text by itself: commands, names, links, addresses, hashtags.

The rules come close to those of Telegram's own server and are fewer: of top-level domains any two
letters and the most usual longer ones count; cashtags, phone and card numbers are not looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

LIMIT = 100  # entities a message; what is beyond loses its formatting
OPAQUE = frozenset(("code", "pre", "text_link", "text_mention"))  # nothing is found in these
LONGER_DOMAINS = "com|org|net|info|biz|edu|gov|app|dev|online|site|xyz|рф"
REST = r"[^\s<>\"«»]*"
# The first that takes a place keeps it.
PATTERNS = {
    "email": re.compile(
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?![\w-])"
    ),
    "url": re.compile(
        rf"(?:https?|ftp|tg|ton)://[^\s<>\"«»/]{REST}"
        rf"|(?<![\w@./-])(?:\w[\w-]{{0,62}}\.)+(?:[a-z]{{2}}|{LONGER_DOMAINS})(?![\w-])"
        rf"(?::\d+)?(?:[/?#]{REST})?",
        re.IGNORECASE,
    ),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w)"),
    "bot_command": re.compile(
        r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"
    ),
    "hashtag": re.compile(r"(?<![\w/])#(?=\w*[^\W\d_])\w{1,256}"),
}
TRAILING = ".,:;!?'…"  # ends the sentence, not the link


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: from `start` up to, but without, `end`."""

    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Whether they share a place."""
        return self.start < other.end and other.start < self.end


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def span_of(entity: Entity) -> Span:
    """Where an entity is, in UTF-16 units."""
    return Span(entity["offset"], entity["offset"] + entity["length"])


def shown(text: str, entity: Entity) -> str:
    """The part of the text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    span = span_of(entity)
    return raw[2 * span.start : 2 * span.end].decode("utf-16-le", "replace")


def complete(text: str, given: Sequence[Entity] = ()) -> list[Entity]:
    """The given entities and those that are found in the text; the first hundred of them."""
    opaque = [span_of(entity) for entity in given if entity["type"] in OPAQUE]
    found = [
        entity
        for entity in detected(text)
        if not any(span_of(entity).meets(closed) for closed in opaque)
    ]
    return sorted([*given, *found], key=lambda e: (e["offset"], -e["length"]))[:LIMIT]


def detected(text: str) -> list[Entity]:
    """The entities that are found in a text, in no order; none overlaps another."""
    taken: list[Span] = []
    entities: list[Entity] = []
    for kind, pattern in PATTERNS.items():
        for span in _matches(pattern, text):
            if not any(span.meets(other) for other in taken):
                taken.append(span)
                offset, length = units(text[: span.start]), units(text[span.start : span.end])
                entities.append({"type": kind, "offset": offset, "length": length})
    return entities


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        told = found[0]
        if pattern is PATTERNS["url"]:
            told = told.rstrip(TRAILING)
            if told.endswith(")") and "(" not in told:
                told = told.rstrip(")" + TRAILING)
        yield Span(found.start(), found.start() + len(told))
