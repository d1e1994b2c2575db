"""The chat page's texts: all there, in every language, and none too many."""

import re
from pathlib import Path

import pytest

import bot.sandbox
from bot.sandbox.media import FORMS
from bot.sandbox.words import codes, language_of, words

SOURCES = Path(bot.sandbox.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# How the page, its scripts and the server name a text; {kind} stands for each kind of file.
USES = {
    "page/index.html": r'data-(?:word|label)="([^"]+)"',
    "page/script/*.js": r'word\("([a-z-]+)"|\? "([a-z-]+)" : "([a-z-]+)"\)',
    "*.py": r'RefusedError\(f?"([^"]+)"|words\([^)]*\)[^"]{0,3}\["([a-z-]+)"\]',
}


def used() -> set[str]:
    keys = {"location", *FORMS}  # media?.kind
    for pattern, use in USES.items():
        for path in SOURCES.glob(pattern):
            for groups in re.findall(use, path.read_text(encoding="utf-8")):
                keys.update([groups] if isinstance(groups, str) else filter(None, groups))
    return {key.replace("{kind}", kind) for key in keys for kind in FORMS}


def test_every_text_that_is_used_is_there_and_every_one_there_is_used() -> None:
    assert used() == set(words("en"))


@pytest.mark.parametrize("language", codes())
def test_every_language_has_all_texts_with_the_same_placeholders(language: str) -> None:
    own, english = words(language), words("en")
    assert own.keys() == english.keys()
    assert [key for key, text in own.items() if not text] == []
    for key, text in own.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key


def test_russian_texts_have_russian_quotes_and_dashes() -> None:
    for key, text in words("ru").items():
        assert not re.search(r'"| - |\.\.\.', text), key


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("en-GB", "en"), ("de", "en"), ("", "en"), ("../ru", "en")],
)
def test_who_speaks_no_language_of_the_page_gets_english(code: str, language: str) -> None:
    assert language_of(code) == language
