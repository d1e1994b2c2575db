"""The languages the bot speaks, a row for each. Their texts stand in `locales/<code>/`."""

from dataclasses import dataclass

RUSSIAN_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


@dataclass(frozen=True, slots=True)
class Language:
    """An interface language. `code` is its folder in locales/, an IETF tag such as "ru".

    `readers` are the codes, as Telegram tells a user's language, of others who are answered in this
    one. `letters` are the lower-case letters by which a question is known to be in it, and
    with which its alphabetical order begins; none for a language that takes names as they come.
    """

    code: str
    own_name: str
    readers: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()


# Speakers of Belarusian, Kazakh and Kyrgyz, as a rule, read Russian more easily than English.
RUSSIAN = Language("ru", "Русский", frozenset({"be", "kk", "ky"}), RUSSIAN_LETTERS)
ENGLISH = Language("en", "English")

LANGUAGES = {language.code: language for language in (RUSSIAN, ENGLISH)}
DEFAULT_LANGUAGE = ENGLISH  # of whoever reads none of the others


def language_of(code: str | None) -> Language:
    """The language for what Telegram or the store says of somebody ("ru", "en-GB", None)."""
    tag = (code or "").lower()
    for spoken in (tag, tag.partition("-")[0]):
        for language in LANGUAGES.values():
            if spoken == language.code or spoken in language.readers:
                return language
    return DEFAULT_LANGUAGE


def language_typed(text: str) -> Language:
    """The language that a text seems to be typed in, by its letters."""
    letters = frozenset(text.lower())
    return next((it for it in LANGUAGES.values() if letters & it.letters), DEFAULT_LANGUAGE)
