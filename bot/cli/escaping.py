"""Strangers' text made safe to show: nothing in it that a terminal or a reader of logs obeys.

Line breaks and separators, control characters (C0, C1, DEL), bidirectional and other invisible
marks, and lone surrogates become their escapes.
"""

import json
from typing import Any


def escaped(text: str) -> str:
    """One line of printable characters: the others as Python writes them (`\\n`, `\\x1b`)."""
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def json_line(value: Any, encoding: str = "utf-8") -> str:
    """JSON on one line; what the encoding lacks is escaped too. Read back, it is the same value."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if _shown(char, encoding) else json.dumps(char)[1:-1] for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode()


def _shown(char: str, encoding: str) -> bool:
    if not char.isprintable():
        return False
    return char.isascii() or char.encode(encoding, "replace").decode(encoding, "replace") == char
