"""Secrets cut out of whatever is told, in every form that a page or an error may quote them in."""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from html import escape

REDACTED = "[token]"
TOKEN = re.compile(r"[0-9]+:(.+)")
MIN_SECRET_CHARACTERS = 4  # a shorter one stands in many words, and cutting it would tell it
MIN_ENCODED_CHARACTERS = 8  # base64 and hex digits of a secret that can be nothing else

Redact = Callable[[str], str]


def redaction(secrets: Sequence[str]) -> Redact:
    """A function that puts `[token]` in the place of each secret, also of a token's second half.

    Each of their characters may be percent-encoded (also twice), or escaped as in JSON, Python or
    HTML; and the whole may stand inside base64 or hex.
    """
    parts = (token[1] for secret in secrets if (token := TOKEN.fullmatch(secret)))
    whole = sorted({it for it in (*secrets, *parts) if len(it) >= MIN_SECRET_CHARACTERS}, key=len)
    forms = ["".join(map(_char, secret)) for secret in reversed(whole)]
    forms += [form for secret in whole for form in _encoded(secret.encode(errors="replace"))]
    if not forms:
        return str
    pattern = re.compile("|".join(forms))
    return lambda text: pattern.sub(REDACTED, text)


def _char(char: str) -> str:
    """A pattern for the character, however it is escaped."""
    number = ord(char)
    octets = char.encode(errors="replace")
    units = char.encode("utf-16-be", "replace")
    percent = "".join(f"%(?:25)*{octet:02x}" for octet in octets)
    json_ = "".join(rf"\\+u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    python = "".join(rf"\\+x{octet:02x}" for octet in octets)
    literal = re.escape(char) if char.isalnum() else rf"\\*{re.escape(char)}"
    space = r"|\+" if char == " " else ""
    html = f"&#0*{number};|&#x0*{number:x};|{re.escape(escape(char))}"
    return f"(?:{literal}{space}|(?i:{percent}|{json_}|{python}|{html}))"


def _encoded(secret: bytes) -> Iterator[str]:
    """Patterns for its digits in hex and base64; the outer ones depend on what stands beside."""
    hex_ = secret.hex()
    if len(hex_) >= MIN_ENCODED_CHARACTERS:
        yield f"(?i:{hex_})"
    for encode in (b64encode, urlsafe_b64encode):
        for before in range(3):
            digits = encode(bytes(before) + secret).decode()
            first = (0, 2, 3)[before]
            last = (before + len(secret)) * 8 // 6  # digits that no following byte changes
            if last - first >= MIN_ENCODED_CHARACTERS:
                yield "".join(map(_digit, digits[first:last]))


def _digit(digit: str) -> str:
    return digit if digit.isalnum() else _char(digit)
