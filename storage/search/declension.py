"""Russian names without their case endings, for those whose forms nobody has written down.

The cases of shown names stand in `data/forms.csv`. Of former, colloquial and foreign names there
are too many: there the ending is taken off («в Горьком», «из Питера»), and whatever is left counts
only if it is a name.
"""

from collections.abc import Iterator

MIN_DECLINED_LETTERS = 5  # letters; shorter words lose too much with their ending

# An ending, and what may stand in its place in the nominative.
ENDINGS = {
    "ого": ("ий", "ый", "ое", "ой"),
    "его": ("ий", "ее"),
    "ому": ("ий", "ый", "ое", "ой"),
    "ему": ("ий", "ее"),
    "ами": ("ы", "и", "а"),
    "ями": ("и", "я"),
    "ией": ("ия",),
    "ым": ("ый", "ое", ""),
    "им": ("ий", "ое", "ее"),
    "ом": ("", "о", "ий", "ый", "ое"),
    "ем": ("ь", "й", "е", "ий", "ее"),
    "ой": ("а", "ая"),
    "ей": ("я", "ь", "а"),
    "ью": ("ь",),
    "ах": ("ы", "и", "а"),
    "ях": ("и", "я"),
    "ам": ("ы", "и", "а"),
    "ям": ("и", "я"),
    "ов": ("ы",),
    "ии": ("ия", "ий"),
    "ию": ("ия", "ий"),
    "а": ("", "о"),
    "у": ("", "а", "о"),
    "е": ("", "а", "о", "ь", "я"),
    "ы": ("а",),
    "и": ("а", "ь", "я"),
    "я": ("ь", "й"),
    "ю": ("ь", "й", "я"),
}


def nominatives(key: str) -> Iterator[str]:
    """What a folded Russian name may be in the nominative; most of it are no names at all."""
    if len(key) < MIN_DECLINED_LETTERS:
        return
    for length in (3, 2, 1):
        for ending in ENDINGS.get(key[-length:], ()):
            yield key[:-length] + ending
