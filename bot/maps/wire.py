"""How the bot and the process that draws talk: a length of four bytes, then so many bytes."""

import struct

LENGTH = struct.Struct(">I")
DRAWN, FAILED = b"+", b"-"  # begin an answer: a picture follows, or nothing


def framed(content: bytes) -> bytes:
    """The content behind its length."""
    return LENGTH.pack(len(content)) + content
