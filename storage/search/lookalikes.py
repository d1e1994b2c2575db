"""Letters of one alphabet typed for those of another that look alike: `CПб`, `Мурмaнск`, `Pyce`.

Confusables, as Unicode calls them (UTS #39), as far as keyboards and copied text bring them about.
"""

import re

# Latin letters, and the Cyrillic and Greek ones that look like them.
TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXIaekopcyxi", "АВЕКМНОРСТУХІаекорсухі")
TO_LATIN = str.maketrans("АВЕКМНОРСТУХЅІЈаекорсухіјѕԁһԛԝ", "ABEKMHOPCTYXSIJaekopcyxijsdhqw")
FROM_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινρυκ", "ABEZHIKMNOPTYXoaivpuk")
# In words of both alphabets also small letters that look like capitals of the other one.
SMALL_TO_CYRILLIC = TO_CYRILLIC | str.maketrans("mthb", "мтнв")
DIGITS_IN_CYRILLIC = str.maketrans("0346", "озчб")
DIGITS_IN_LATIN = str.maketrans("013", "ole")  # a 4 is a «ч» there

WORD = re.compile(r"\w+")
HAS_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
HAS_GREEK = re.compile("[\u0370-\u03ff]")
NOT_LATIN = re.compile("[\u0370-\u052f]")
DIGIT = re.compile(r"\d")
HAS_DIGIT_INSIDE = re.compile(r"[^\W\d_]\d[^\W\d_]|^\d[^\W\d_]{3}")
LIKE_NONE = re.compile(rf"[^\W\d_{''.join(map(chr, TO_CYRILLIC | TO_LATIN))}]")  # in the other one
MIN_SWAPPED_LETTERS = 4  # letters: fewer are a code, "CYP"


def in_one_alphabet(text: str) -> str:
    """The text with each word of mixed alphabets in one of them, where look-alikes allow that."""
    if not (HAS_LATIN.search(text) and NOT_LATIN.search(text)) and not DIGIT.search(text):
        return text
    return WORD.sub(lambda word: _unmixed(word[0]), text)


def in_the_other(text: str) -> str | None:
    """The text in the other alphabet, where all its letters look alike there: `Pyce`, «ОМСК»."""
    if LIKE_NONE.search(text) or sum(map(str.isalpha, text)) < MIN_SWAPPED_LETTERS:
        return None
    latin, cyrillic = HAS_LATIN.search(text), HAS_CYRILLIC.search(text)
    if bool(latin) == bool(cyrillic):
        return None
    return text.translate(TO_CYRILLIC if latin else TO_LATIN)


def _unmixed(word: str) -> str:
    if HAS_GREEK.search(word):
        latin = word.translate(FROM_GREEK)
        word = word if HAS_GREEK.search(latin) or not HAS_LATIN.search(word) else latin
    if HAS_LATIN.search(word) and HAS_CYRILLIC.search(word):
        tried = (word.translate(table) for table in (TO_CYRILLIC, TO_LATIN, SMALL_TO_CYRILLIC))
        pure = (it for it in tried if not (HAS_LATIN.search(it) and HAS_CYRILLIC.search(it)))
        word = next(pure, word)
    if HAS_DIGIT_INSIDE.search(word):
        return word.translate(DIGITS_IN_CYRILLIC if HAS_CYRILLIC.search(word) else DIGITS_IN_LATIN)
    return word
