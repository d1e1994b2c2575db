"""Case endings of names whose forms are not written down."""

import pytest

from storage.search.declension import nominatives


@pytest.mark.parametrize(
    ("declined", "nominative"),
    [
        ("питера", "питер"),
        ("питером", "питер"),
        ("горьком", "горький"),
        ("нижнего", "нижний"),
        ("казанью", "казань"),
        ("калинину", "калинин"),
        ("либавы", "либава"),
        ("куйбышеве", "куйбышев"),
        ("кенигсбергу", "кенигсберг"),
        ("севастополя", "севастополь"),
    ],
)
def test_the_nominative_is_among_what_is_tried(declined: str, nominative: str) -> None:
    assert nominative in list(nominatives(declined))


def test_short_words_keep_their_endings() -> None:
    assert list(nominatives("уфе")) == []


def test_latin_letters_are_left_alone() -> None:
    assert list(nominatives("leningrad")) == []
