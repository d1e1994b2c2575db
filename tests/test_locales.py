"""The texts: complete, with the same placeholders, and in good Russian typography."""

import re
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from storage.languages import LANGUAGES

PLACEHOLDER = re.compile(r"\{(\w+)\}")
TAG = re.compile(r"</?(\w+)[^>]*>")
ALLOWED_TAGS = {"a", "b", "i", "code", "pre", "blockquote"}


def catalog(lang: str) -> Catalog:
    with (files("locales") / lang / "LC_MESSAGES/pobratim.po").open("rb") as file:
        return read_po(file, locale=lang)


CATALOGS = {lang: catalog(lang) for lang in LANGUAGES}


def texts(lang: str) -> dict[str, list[str]]:
    """Every text of a language by its key, a list where it has plurals."""
    found = {}
    for message in CATALOGS[lang]:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string or ""
            found[key] = [forms] if isinstance(forms, str) else [*forms]
    return found


def test_both_languages_have_the_same_texts() -> None:
    assert texts("ru").keys() == texts("en").keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_missing_or_fuzzy(lang: str) -> None:
    assert [key for key, forms in texts(lang).items() if not all(forms)] == []
    assert [message.id for message in CATALOGS[lang] if message.id and message.fuzzy] == []
    assert CATALOGS[lang].obsolete == {}


@pytest.mark.parametrize("key", sorted(texts("en")))
def test_placeholders_are_the_same_in_every_form_of_both_languages(key: str) -> None:
    found = {frozenset(PLACEHOLDER.findall(form)) for lang in CATALOGS for form in texts(lang)[key]}
    assert len(found) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tags_are_telegrams_and_closed(lang: str) -> None:
    for key, forms in texts(lang).items():
        for form in forms:
            tags = TAG.findall(form)
            assert set(tags) <= ALLOWED_TAGS, key
            assert all(tags.count(tag) % 2 == 0 for tag in tags), key


def test_russian_has_three_plural_forms_and_english_two() -> None:
    for lang, number in (("ru", 3), ("en", 2)):
        plurals = [m for m in CATALOGS[lang] if m.id and not isinstance(m.id, str)]
        assert plurals
        assert all(len(m.string or ()) == number for m in plurals)


def test_russian_texts_have_russian_quotes_and_dashes() -> None:
    for key, forms in texts("ru").items():
        for form in forms:
            bare = TAG.sub("", form)
            assert '"' not in bare, key
            assert " - " not in bare, key
            assert "..." not in bare, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_descriptions_fit_telegrams_limits(lang: str) -> None:
    found = texts(lang)
    assert len(found["bot-description"][0]) <= 512
    assert len(found["bot-short-description"][0]) <= 120
    assert len(found["placeholder"][0]) <= 64
    assert all(len(forms[0]) <= 256 for key, forms in found.items() if key.startswith("command-"))
