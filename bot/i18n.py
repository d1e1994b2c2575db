"""The reader's language: texts from locales/, names of countries, the order of names."""

import gettext
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from storage.countries import Part, countries
from storage.languages import LANGUAGES, Language
from storage.model import NameKind, Place
from storage.search.normalize import fold

NOT_WORDS = re.compile(r"\{\w+\}|<[^>]+>|/\w+")  # placeholders, tags, commands
N_ = str  # marks a key for extraction; it is translated where it is shown

PARTS = {
    Part.EUROPE: N_("part-europe"),
    Part.ASIA: N_("part-asia"),
    Part.AMERICAS: N_("part-americas"),
    Part.AFRICA: N_("part-africa"),
    Part.OCEANIA: N_("part-oceania"),
}


@dataclass(frozen=True, slots=True)
class Translator:
    """Texts for one reader. Keys are those of locales/; parameters are named in the texts."""

    language: Language
    messages: gettext.NullTranslations
    words: frozenset[str] = frozenset()  # of all its texts
    bot: str = ""  # the bot's username, for links to it; none where it has none

    @property
    def lang(self) -> str:
        """The language's code, by which data knows its names."""
        return self.language.code

    def text(self, key: str, /, **params: object) -> str:
        """A plain text, for buttons and toasts."""
        return self.messages.gettext(key).format(**params)

    def html(self, key: str, /, **params: object) -> Markup:
        """A text with HTML; parameters are escaped unless they are Markup already."""
        # As Markup.format does, which takes ten times as long.
        escaped = {name: escape(value) for name, value in params.items()}
        return Markup(self.messages.gettext(key).format(**escaped))  # noqa: S704 - our own texts

    def count(self, key: str, number: int, /, **params: object) -> str:
        """A plain text in the plural form that `{n}` needs."""
        return self.messages.ngettext(key, key, number).format(n=number, **params)

    def country(self, code: str) -> str:
        """A country's name."""
        return countries()[code].name(self.lang)

    def short_country(self, code: str) -> str:
        """A country's name where there is little room."""
        return countries()[code].short_name(self.lang)

    def place(self, place: Place) -> str:
        """A place's name, with what tells it from others: «Нойкёльн (Берлин)»."""
        return _with_qualifier(place, self.lang, "{} ({})")

    def place_with_comma(self, place: Place) -> str:
        """The same on a button that has a row of its own: «Портленд, Мэн»."""
        return _with_qualifier(place, self.lang, "{}, {}")

    def part(self, part: Part) -> str:
        """The name of a part of the world."""
        return self.text(PARTS[part])

    def region(self, place: Place) -> str | None:
        """The region that a place lies in, where it is known."""
        return next(place.names_of(NameKind.REGION, self.lang), None)

    def genitive(self, place: Place) -> str:
        """The name in the genitive, for languages that have it: «побратим Тулы»."""
        return place.case(NameKind.GENITIVE, self.lang)

    def listed(self, items: Sequence[str | Markup]) -> Markup:
        """Items with commas and a last "and"."""
        *first, last = items
        if not first:
            return escape(last)
        return self.html("and", first=Markup(", ").join(first), last=last)

    def month(self, year: int, month: int) -> str:
        """A month of a year, in words."""
        names = self.text("months").split()
        return f"{names[month - 1]} {year}"

    def km(self, distance: float) -> str:
        """A distance in km; above a hundred, of which town centres are no measure, in tens."""
        whole = round(distance) if distance < 100 else round(distance, -1)
        return self.text("km", number=f"{whole:,.0f}".replace(",", self.thousands))

    @property
    def thousands(self) -> str:
        """What stands between the thousands of a number."""
        return self.text("thousands")

    def sort_key(self, name: str) -> tuple[bool, str]:
        """Alphabetical order without accents and ё; the language's own letters come first."""
        return _sort_key(name, self.language.letters)

    def letter(self, place: Place) -> str:
        """The capital letter that the place's shown name is found under."""
        return self.sort_key(place.name(self.lang))[1][0].upper()

    def by_name(self, places: Iterable[Place]) -> list[Place]:
        """Places in the alphabetical order of their shown names."""
        return sorted(places, key=lambda place: self.sort_key(place.name(self.lang)))


@lru_cache(maxsize=8192)  # all places, in each language and form
def _with_qualifier(place: Place, lang: str, form: str) -> str:
    """The shown name with what tells it from others: a state, a kind, what it is part of."""
    shown = place.name(lang)
    kinds = [NameKind.QUALIFIER]
    if shown != place.name_en:  # the list's spelling has its own brackets
        kinds.append(NameKind.PARENT)
    langs = (lang, "en") if shown == place.name_en else (lang,)
    told = next((text for it in langs for kind in kinds for text in place.names_of(kind, it)), None)
    return form.format(shown, told) if told else shown


@lru_cache(maxsize=4096)  # all names that are sorted, in two languages
def _sort_key(name: str, letters: frozenset[str]) -> tuple[bool, str]:
    folded = fold(name)
    return (bool(letters) and folded[:1] not in letters, folded)


@lru_cache(maxsize=4 * len(LANGUAGES))
def translator(language: Language, bot: str = "") -> Translator:
    """The translator into a language; ValueError names what is wrong with its catalogue.

    With the bot's username places are links to it.
    """
    if bot:
        return replace(translator(language), bot=bot)
    # Read from the .po itself: no compiled file can be missing or out of date.
    with (files("locales") / language.code / "LC_MESSAGES/pobratim.po").open("rb") as source:
        texts = read_po(source, locale=language.code)
    compiled = BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    words = frozenset(word for text in texts if text.id for word in _words(str(text.string)))
    return Translator(language, gettext.GNUTranslations(compiled), words)


def language_of_text(text: str) -> Language | None:
    """The language of a text of ours, by the words it shares with all others; None for a draw."""
    words = _words(text)
    known = {it: sum(word in translator(it).words for word in words) for it in LANGUAGES.values()}
    best = max(known.values())
    found = [language for language, number in known.items() if number == best]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", NOT_WORDS.sub(" ", text).casefold())
