"""The reader's language: texts from locales/, names of countries, the order of names."""

import gettext
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from storage.countries import countries
from storage.languages import LANGUAGES, Language
from storage.model import NameKind, Place, PlaceKind
from storage.search.normalize import fold

NOT_WORDS = re.compile(r"\{\w+\}|<[^>]+>|/\w+")  # placeholders, tags, commands


@dataclass(frozen=True, slots=True)
class Translator:
    """Texts for one reader. Keys are those of locales/; parameters are named in the texts."""

    language: Language
    messages: gettext.NullTranslations
    words: frozenset[str] = frozenset()  # of all its texts

    @property
    def lang(self) -> str:
        """The language's code, by which data knows its names."""
        return self.language.code

    def text(self, key: str, /, **params: object) -> str:
        """A plain text, for buttons and toasts."""
        return self.messages.gettext(key).format(**params)

    def html(self, key: str, /, **params: object) -> Markup:
        """A text with HTML; parameters are escaped unless they are Markup already."""
        return Markup(self.messages.gettext(key)).format(**params)  # noqa: S704 - our own texts

    def count(self, key: str, number: int, /, **params: object) -> str:
        """A plain text in the plural form that `{n}` needs."""
        return self.messages.ngettext(key, key, number).format(n=number, **params)

    def country(self, code: str) -> str:
        """A country's name."""
        return countries()[code].name(self.lang)

    def place(self, place: Place) -> str:
        """A place's name, with the place it is part of: «Нойкёльн (Берлин)»."""
        shown = place.name(self.lang)
        if shown == place.name_en:
            return shown  # the list's spelling has its own brackets
        part_of = next(place.names_of(NameKind.PARENT, self.lang), None)
        if part_of is None and place.kind is PlaceKind.DISTRICT and " " not in shown:
            part_of = self.text(
                "kind-district"
            )  # «Дюрен (район)»: the town of that name is another place
        return f"{shown} ({part_of})" if part_of else shown

    def sort_key(self, name: str) -> tuple[bool, str]:
        """Alphabetical order without accents and ё; the language's own letters come first."""
        folded = fold(name)
        foreign = bool(self.language.letters) and folded[:1] not in self.language.letters
        return (foreign, folded)

    def letter(self, place: Place) -> str:
        """The capital letter that the place's shown name is found under."""
        return fold(place.name(self.lang))[0].upper()

    def by_name(self, places: Iterable[Place]) -> list[Place]:
        """Places in the alphabetical order of their shown names."""
        return sorted(places, key=lambda place: self.sort_key(place.name(self.lang)))


@lru_cache(maxsize=len(LANGUAGES))
def translator(language: Language) -> Translator:
    """The translator into a language; ValueError names what is wrong with its catalogue."""
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
