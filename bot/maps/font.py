"""How wide words are in the map's font, as its file says."""

import struct
import unicodedata
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

FAMILY = "Golos Text"
MEDIUM, BOLD = "GolosText-Medium.ttf", "GolosText-Bold.ttf"
UNITS = 1000  # per em, in both files


def folder() -> Path:
    """Where the font's files are."""
    with as_file(files("bot.maps") / "data") as path:
        return path


def drawn(text: str, font: str = MEDIUM) -> str:
    """The text with letters that the font has: an accent that it lacks is left out."""
    widths = _widths(font)
    return "".join(
        letter
        for whole in unicodedata.normalize("NFC", text)
        for letter in (whole if ord(whole) in widths else unicodedata.normalize("NFD", whole)[0])
        if ord(letter) in widths
    )


def width(text: str, size: float, font: str = MEDIUM) -> float:
    """How wide a text is that the font can draw, in the units of `size`. Kerning is left out."""
    widths = _widths(font)
    return sum(widths[ord(letter)] for letter in text) * size / UNITS


@lru_cache(maxsize=2)
def _widths(font: str) -> dict[int, int]:
    """The advance of each character, in 1/1000 em (OpenType: tables cmap, hhea and hmtx)."""
    data = (files("bot.maps") / "data" / font).read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4s4xII", data, 12 + 16 * n) for n in range(count))
    at = {tag: offset for tag, offset, _ in records}
    (measured,) = struct.unpack_from(">H", data, at[b"hhea"] + 34)
    advances = [a for (a,) in struct.iter_unpack(">H2x", data[at[b"hmtx"] :][: 4 * measured])]
    glyphs = _glyphs(data, at[b"cmap"])
    return {code: advances[min(glyph, measured - 1)] for code, glyph in glyphs.items()}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """The glyph of each character, by the cmap's first table, of format 4."""
    (offset,) = struct.unpack_from(">I", data, cmap + 8)
    table = cmap + offset
    kind, double = struct.unpack_from(">H4xH", data, table)
    if kind != 4:
        raise ValueError(f"a font whose characters are listed in format {kind}, not 4")
    n = double // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{n}H", data, table + 14 + skip)
        for skip in (0, double + 2, 2 * double + 2, 3 * double + 2)
    )
    glyphs = {}
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if ranges[i]:
                where = table + 16 + 3 * double + 2 * i + ranges[i] + 2 * (code - starts[i])
                (glyph,) = struct.unpack_from(">H", data, where)
            if glyph or not ranges[i]:
                glyphs[code] = (glyph + deltas[i]) % 0x10000
    return glyphs
