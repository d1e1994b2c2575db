"""The page's own texts, from locales/: a file for each language that the page speaks."""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

FALLBACK = "en"
FILE = "LC_MESSAGES/sandbox.po"


@cache
def codes() -> tuple[str, ...]:
    """The page's languages; Russian, whose cities these are, stands before English."""
    folders = files("locales").iterdir()
    found = (folder.name for folder in folders if (folder / FILE).is_file())
    return tuple(sorted(found, reverse=True))


def language_of(code: str) -> str:
    """The page's language for somebody's `language_code` ("ru", "en-GB")."""
    spoken = code.partition("-")[0].lower()
    return spoken if spoken in codes() else FALLBACK


@cache
def words(language: str) -> dict[str, str]:
    """All texts of one of the languages, by their keys."""
    with (files("locales") / language / FILE).open("rb") as source:
        return {str(message.id): str(message.string) for message in read_po(source) if message.id}
