"""Strangers' text: nothing in it that a terminal or a reader of logs obeys."""

import json
import sys
import unicodedata

import pytest

from bot.cli.escaping import escaped, json_line

OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_every_character_that_is_obeyed_is_escaped() -> None:
    obeyed = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in OBEYED]
    for safe in (escaped("".join(obeyed)), json_line(obeyed)):
        assert not {unicodedata.category(char) for char in safe} & OBEYED


def test_words_stay_as_they_are() -> None:
    assert escaped("Тула, Århus — 東京 🎉 \\ \"'") == "Тула, Århus — 東京 🎉 \\ \"'"


def test_escapes_are_those_of_python() -> None:
    assert escaped("a\nb\x1b[2J\x85\u202e\ud800") == r"a\nb\x1b[2J\x85\u202e\ud800"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "ascii", "koi8-r", "utf-16"])
def test_json_says_the_same_once_it_is_read_in_any_encoding(encoding: str) -> None:
    value = {"text": "Тула é 🎉\n\x1b\x7f\x9b\u2028\u202e\ud800\U000e0067", "n": [1, None]}
    line = json_line(value, encoding)
    assert json.loads(line.encode(encoding).decode(encoding)) == value
    assert line.isprintable()


def test_json_shows_what_the_encoding_has() -> None:
    assert json_line("Тула é", "cp1251") == r'"Тула \u00e9"'
