"""Pure functions on names: the one form in which names and questions are compared."""

import re
import unicodedata
from collections.abc import Callable

# Letters that Unicode does not take apart into a base and an accent.
LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ə": "e",
}
APOSTROPHES = frozenset("'’‘ʼʹʻ`´′ˈ")
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
    + "".join(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10))))
)
BREVE = "\u0306"
PLAIN = re.compile("[а-яa-z]+(?:[ -][а-яa-z]+)*")  # nothing to fold but hyphens, as in most names

MAX_CHARACTERS = 5000  # remembered; nobody's names have more kinds
QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>?"
JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю,"
TO_CYRILLIC = str.maketrans(QWERTY, JCUKEN)
TO_LATIN = str.maketrans(JCUKEN[: QWERTY.index("~")], QWERTY[: QWERTY.index("~")])


def fold(text: str) -> str:
    """Lower-case words with single spaces: no accents, apostrophes, punctuation or invisible marks.

    ё becomes е, as Russians write it; й stays, being a letter of its own. Idempotent.
    """
    plain = text.casefold().replace("ё", "е")
    if PLAIN.fullmatch(plain):
        return plain.replace("-", " ")
    return " ".join(_without_marks(text).split())


def squash(folded: str) -> str:
    """Folded words run together: "rostov on don" and "rostovondon" are one."""
    return folded.replace(" ", "")


def other_layout(text: str) -> str:
    """What the same keys give on a Russian keyboard's other layout: `nekf` is «тула»."""
    lowered = text.lower()
    cyrillic = any("а" <= letter <= "я" or letter == "ё" for letter in lowered)
    return lowered.translate(TO_LATIN if cyrillic else TO_CYRILLIC)


def _without_marks(text: str) -> str:
    """Text without accents and the like, with a space for each character that is of no word."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text.casefold()).casefold())
    text = text.translate(_UNACCENTED).replace("и" + BREVE, "й").replace(BREVE, "")
    return unicodedata.normalize("NFC", text).translate(_LETTERS)


class _Characters(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __init__(self, by: Callable[[str], str]) -> None:
        super().__init__()
        self._by = by

    def __missing__(self, code: int) -> str:
        given = self._by(chr(code))
        if len(self) < MAX_CHARACTERS:
            self[code] = given
        return given


def _without_accent(character: str) -> str:
    dropped = character in INVISIBLE or (unicodedata.combining(character) and character != BREVE)
    return "" if dropped else character


def _letter(character: str) -> str:
    if character in APOSTROPHES:
        return ""
    return LETTERS.get(character, character if character.isalnum() else " ")


_UNACCENTED = _Characters(_without_accent)
_LETTERS = _Characters(_letter)
