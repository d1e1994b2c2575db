"""Pure functions on names: the one form in which names and questions are compared."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base and an accent.
LETTERS = str.maketrans(
    {
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
)
APOSTROPHES = re.compile("['’‘ʼʹʻ`´′ˈ]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
NOT_A_WORD = re.compile(r"[\W_]+")

QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>?"
JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю,"
TO_CYRILLIC = str.maketrans(QWERTY, JCUKEN)
TO_LATIN = str.maketrans(JCUKEN[: QWERTY.index("~")], QWERTY[: QWERTY.index("~")])


def fold(text: str) -> str:
    """Lower-case words with single spaces: no accents, apostrophes, punctuation or invisible marks.

    ё becomes е, as Russians write it; й stays, being a letter of its own. Idempotent.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text.casefold())).casefold()
    text = unicodedata.normalize("NFC", "".join(_without_accents(text)))
    text = APOSTROPHES.sub("", text.translate(LETTERS))
    return NOT_A_WORD.sub(" ", text).strip()


def squash(folded: str) -> str:
    """Folded words run together: "rostov on don" and "rostovondon" are one."""
    return folded.replace(" ", "")


def other_layout(text: str) -> str:
    """What the same keys give on a Russian keyboard's other layout: `nekf` is «тула»."""
    lowered = text.lower()
    cyrillic = any("а" <= letter <= "я" or letter == "ё" for letter in lowered)
    return lowered.translate(TO_LATIN if cyrillic else TO_CYRILLIC)


def _without_accents(text: str) -> list[str]:
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", text):
        if letter == "\u0306" and letters and letters[-1] == "и":
            letters[-1] = "й"
        elif not unicodedata.combining(letter):
            letters.append(letter)
    return letters
