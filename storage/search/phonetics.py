"""How a name sounds: one spelling in plain Latin for what is typed by ear in either alphabet.

"ekaterinburg", "Yekaterinburg" and «екатеринбург» are one; so are «шеньян» and «шэньян».
It loses what ears and transliterations disagree about, and is never shown.
"""

import re

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "і": "i", "є": "e", "ґ": "g", "ј": "i",
    "ў": "u",
}  # fmt: skip

# In this order: each replaces what the ones before it have left.
LATIN = (
    (r"shch|sch|sh", "s"), (r"tch|tsch|ch|cz", "C"), (r"kh", "h"), (r"zh", "z"), (r"ts|tz", "C"),
    (r"ph", "f"), (r"th", "t"), (r"ck", "k"), (r"c(?=[eiy])", "C"), (r"c", "k"), (r"C", "c"),
    (r"qu", "kv"), (r"q", "k"), (r"x", "ks"), (r"w", "v"),
    (r"[yji]+(?=[aeou])", ""), (r"[yj]", "i"),
)  # fmt: skip
RULES = tuple((re.compile(pattern), sound) for pattern, sound in LATIN)
TWICE = re.compile(r"(.)\1+")
TO_LATIN = str.maketrans(CYRILLIC)


def sound(key: str) -> str:
    """The sound of a squashed name (`storage.search.normalize.squash`)."""
    spelt = key.translate(TO_LATIN)
    if spelt == key:
        for pattern, letters in RULES:
            spelt = pattern.sub(letters, spelt)
    else:
        spelt = re.sub(r"i(?=[aeou])", "", spelt)
    return TWICE.sub(r"\1", spelt)
