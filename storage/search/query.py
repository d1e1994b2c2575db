"""Taking a question apart: what in it may be a name, and what is only said around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from storage.countries import countries, country_codes
from storage.search.answer import WordKind
from storage.search.lexicon import words
from storage.search.lookalikes import in_one_alphabet, in_the_other
from storage.search.normalize import fold, other_layout
from storage.search.regions import region_codes

# Beginnings of words about twin towns, in Russian, English, and Russian in Latin letters.
STEMS = re.compile(
    r"побрати|породн|сестр(а|ы|е|у|ой|ам|ами|ах)?$|дружит|дружат|дружб|друзья|партн[её]р|связи|"
    r"связан|twin|sister|friend|partner|пабрац|pobrat|gorod[aeou]?$|porodn"
)
TWINS = ("побратимы", "побратимов", "побратимах", "породненные", "партнеры")
MIN_TALK_LETTERS = 3  # letters of one word at least: «К-на-А» is a name
MAX_TWINS_WORD_SLIPS = 2  # slips in one of them, which is long enough
# After the name of a region, which stands behind a city's: «Дубна, Московская область».
REGION = re.compile(r"обл$|губерн|област|кра[йюяе]$|oblast|krai|region$")
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007f]+")
# A country's code behind a name: "Kiel, de", "Tula,RU". In small letters it needs a space, for a
# comma is a letter on the other layout («,jhbcjukt,cr»).
CODE = re.compile(r"(?:(,\s+)|[,\s(/])([A-Za-z]{2,3})\)?\s*$")
# What joins names that are asked for together.
BETWEEN = re.compile(r"[,;+&/|]|\s[-–—]+\s|\s(?:и|с|или|and|or|vs)\s", re.IGNORECASE)
LIST_NUMBER = re.compile(r"^\s*(?:№\s*\d+|\d+\s*[.)])")
# Between words without a space: «городТула».
HUMP = re.compile(r"(?<=[a-zа-яё]{2})(?=[A-ZА-ЯЁ][a-zа-яё])")
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
HOME = frozenset("россия россии россию рф russia".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in one keyboard layout: its folded words, and those that may be of a name."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    other_layout: bool = False
    countries: tuple[str, ...] = ()  # said by a flag or a code (ISO 3166 alpha-2)
    typed: str = ""  # as it was written, without spaces around
    parts: tuple[str, ...] = ()  # what stands between "and", commas, pluses and dashes; folded
    alike: bool = False  # read in the other alphabet, whose letters look like those typed
    code: str = ""  # of a country or of a US state, in capitals, that stood behind the rest

    @property
    def about_twins(self) -> bool:
        """Whether it asks for the twins of what it names."""
        return any(STEMS.match(word) for word in self.words)

    @property
    def is_qualified(self) -> bool:
        """Whether a place is told by what it lies in: a comma, a bracket, a code behind it."""
        return bool(self.code) or "," in self.typed or "(" in self.typed

    @property
    def at_home(self) -> bool:
        """Whether it says that the place is in Russia."""
        return not HOME.isdisjoint(self.words)

    @property
    def whole(self) -> str:
        """All words run together."""
        return "".join(self.words)

    @property
    def core(self) -> str:
        """The words that may be of a name, run together."""
        return "".join(self.bare)


def readings(question: str) -> Iterator[Reading]:
    """The question as typed, then as the same keys give it on the other layout.

    At last, where all its letters look alike in the other alphabet, it is read in that one.
    """
    flagged, unflagged = _flags(LIST_NUMBER.sub("", POSSESSIVE.sub("", question)))
    code, plain = _code(in_one_alphabet(unflagged))
    marks = (*flagged, *((country_codes()[code].code,) if code in country_codes() else ()))
    for other, text in enumerate((plain, other_layout(plain), in_the_other(plain))):
        if text is None:
            continue
        folded = tuple(fold(HUMP.sub(" ", text)).split())
        if folded or (marks and not other):
            yield Reading(
                folded,
                _bare(folded),
                other == 1,
                marks,
                plain.strip(),
                parts=tuple(map(fold, parts)) if len(parts := BETWEEN.split(text)) > 1 else (),
                alike=other > 1,
                code=code,
            )


def _flags(question: str) -> tuple[tuple[str, ...], str]:
    """The countries whose flags stand in the question, and the question without them."""
    codes = map(_country_of, FLAG.findall(question))
    return tuple(code for code in codes if code in countries()), FLAG.sub(" ", question)


def _code(question: str) -> tuple[str, str]:
    """The code of a country or of a US state behind the rest, and the question without it."""
    end = CODE.search(question)
    code = end[2].upper() if end else ""
    is_country = code in country_codes()
    if not end or not (is_country or code in region_codes()):
        return "", question
    if not (end[2].isupper() or (end[1] and is_country)):
        return "", question
    if question.isupper() and "," not in end[0] and is_around(code.lower()):
        return "", question  # "HELP ME"
    return code, question[: end.start()]


def _country_of(flag: str) -> str:
    """The code of a flag: two letters, or one of the kingdom's parts."""
    letters = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag)
    return "GB" if flag.startswith("\U0001f3f4") else letters


def _bare(folded: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those said around names, and without the region a city lies in."""
    in_region = {at - 1 for at, word in enumerate(folded) if REGION.match(word) and at > 1}
    return tuple(
        word for at, word in enumerate(folded) if at not in in_region and not is_around(word)
    )


def is_around(word: str) -> bool:
    """Whether the word is said around names rather than in them.

    Prepositions stand inside names too ("Ростов-на-Дону"), so the whole question is tried before
    its bare part.
    """
    if word in words()[WordKind.AROUND] or STEMS.match(word) or word.isdecimal():
        return True
    return _is_misspelt_twin(word)


def is_talk(said: tuple[str, ...]) -> bool:
    """Whether the words are everyday ones, or said around names; short ones may be initials."""
    plain, around = words()[WordKind.PLAIN], words()[WordKind.AROUND]
    is_long = any(len(word) >= MIN_TALK_LETTERS for word in said)
    return is_long and all(word in plain or word in around for word in said)


def _is_misspelt_twin(word: str) -> bool:
    return len(word) > 7 and any(OSA.distance(word, twin) <= MAX_TWINS_WORD_SLIPS for twin in TWINS)
