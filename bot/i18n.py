"""The reader's language: texts from locales/, names of countries, the order of names."""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from storage.countries import LANGUAGES, countries
from storage.model import NameKind, Place
from storage.search.normalize import fold

# Languages of Telegram whose speakers, as a rule, read Russian more easily than English.
RUSSIAN_READERS = frozenset({"ru", "be", "kk", "ky"})


def language_of(code: str | None) -> str:
    """The interface language for Telegram's `language_code` ("ru", "en-GB", None)."""
    return "ru" if (code or "").partition("-")[0].lower() in RUSSIAN_READERS else "en"


def language_typed(text: str) -> str:
    """The language a text seems to be typed in, by its letters."""
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in text.lower()) else "en"


@dataclass(frozen=True, slots=True)
class Translator:
    """Texts for one reader. Keys are those of locales/; parameters are named in the texts."""

    lang: str
    messages: gettext.NullTranslations

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
        if self.lang != "ru":
            return place.name_en  # the list's spelling has its own brackets
        part_of = next(place.names_of(NameKind.PARENT, "ru"), None)
        if part_of is None and place.kind == "district" and " " not in place.name_ru:
            part_of = self.text(
                "kind-district"
            )  # «Дюрен (район)»: the town of that name is another place
        return f"{place.name_ru} ({part_of})" if part_of else place.name_ru

    def sort_key(self, name: str) -> tuple[bool, str]:
        """Alphabetical order without accents and ё; in Russian, Cyrillic goes before Latin."""
        folded = fold(name)
        return (self.lang == "ru" and folded[:1] < "а", folded)

    def letter(self, place: Place) -> str:
        """The capital letter that the place's shown name is found under."""
        return fold(place.name(self.lang))[0].upper()

    def by_name(self, places: Iterable[Place]) -> list[Place]:
        """Places in the alphabetical order of their shown names."""
        return sorted(places, key=lambda place: self.sort_key(place.name(self.lang)))


@lru_cache(maxsize=len(LANGUAGES))
def translator(lang: str) -> Translator:
    """The translator of an interface language ("ru" or "en")."""
    # Read from the .po itself: no compiled file can be missing or out of date.
    with (files("locales") / lang / "LC_MESSAGES/pobratim.po").open("rb") as source:
        compiled = BytesIO()
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return Translator(lang, gettext.GNUTranslations(compiled))
