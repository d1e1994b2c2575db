"""What a search does before its first answer: nothing that this answer does not need."""

from types import ModuleType
from typing import Any

import pytest

from storage.catalogue import Catalogue
from storage.search import answering, name_index
from storage.search.answer import Found, Nothing
from storage.search.search import Search


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made from now on."""
    made: list[str] = []

    def told(module: ModuleType, name: str) -> None:
        make = getattr(module, name)

        def make_and_tell(it: Any) -> Any:
            made.append(name)
            return make(it)

        monkeypatch.setattr(module, name, make_and_tell)

    told(name_index, "FuzzyIndex")
    told(answering, "Elsewheres")
    return made


def test_a_name_waits_for_nothing_that_only_slips_and_other_places_need(
    catalogue: Catalogue, made: list[str]
) -> None:
    search = Search(catalogue)
    assert isinstance(search.ask("Тула"), Found)
    assert made == []
    assert isinstance(search.ask("Тулв"), Found)
    assert isinstance(search.ask("Сидней"), Nothing)
    assert sorted(made) == ["Elsewheres", "FuzzyIndex", "FuzzyIndex"]


def test_no_misspelt_question_waits_for_what_was_prepared(
    catalogue: Catalogue, made: list[str]
) -> None:
    search = Search(catalogue)
    search.prepare()
    made.clear()
    assert isinstance(search.ask("Тулв"), Found)
    assert made == []
