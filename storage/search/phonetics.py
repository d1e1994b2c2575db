"""How a name sounds: one spelling in plain Latin for what is typed by ear in either alphabet.

"ekaterinburg", "Yekaterinburg" and «екатеринбург» are one; so are «шеньян» and «шэньян».
It loses what ears and transliterations disagree about, and is never shown.
"""

import re
from collections.abc import Callable, Mapping, Sequence

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "і": "i", "є": "e", "ґ": "g", "ј": "i",
    "ў": "u",
}  # fmt: skip

# In this order: each replaces what the ones before it have left, but for a capital.
LATIN = (
    ("shch", "S"), ("sch", "S"), ("sh", "S"), ("S", "s"),
    ("tch", "C"), ("tsch", "C"), ("ch", "C"), ("cz", "C"), ("kh", "h"), ("zh", "z"),
    ("ts", "C"), ("tz", "C"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("ce", "Ce"), ("ci", "Ci"), ("cy", "Cy"), ("c", "k"), ("C", "c"),
    ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
TO_LATIN = str.maketrans(CYRILLIC)
TWICE = re.compile(r"(.)\1+")


def sound(key: str) -> str:
    """The sound of a squashed name (`storage.search.normalize.squash`)."""
    return sounds([key])[key]


def sounds(keys: Sequence[str]) -> dict[str, str]:
    """The sounds of squashed names: of all at once, which takes a tenth of one by one."""
    spelt = _at_once(_in_latin_letters, {key: key for key in keys if not key.isascii()})
    russian = {key: letters for key, letters in spelt.items() if letters != key}
    latin = {key: key for key in keys if key not in russian}
    return _at_once(_heard_in_latin, latin) | _at_once(_heard_in_russian, russian)


def _in_latin_letters(text: str) -> str:
    return text.translate(TO_LATIN)


def _at_once(heard: Callable[[str], str], spelt: Mapping[str, str]) -> dict[str, str]:
    return dict(zip(spelt, heard("\n".join(spelt.values())).split("\n"), strict=False))


def _heard_in_latin(text: str) -> str:
    for letters, heard in LATIN:
        text = text.replace(letters, heard)
    return TWICE.sub(r"\1", re.sub("i+(?=[aeou])", "", text))


def _heard_in_russian(text: str) -> str:
    return TWICE.sub(r"\1", re.sub("i(?=[aeou])", "", text))
