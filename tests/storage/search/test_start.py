"""What a search does before its first answer: nothing that this answer does not need."""

from types import ModuleType
from typing import Any

import pytest

from storage.catalogue import Catalogue
from storage.search import answering, name_index
from storage.search.answer import Found, Nothing
from storage.search.search import Search


def test_a_name_waits_for_nothing_that_only_slips_and_other_places_need(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def told(module: ModuleType, name: str) -> None:
        make = getattr(module, name)

        def make_and_tell(it: Any) -> Any:
            made.append(name)
            return make(it)

        monkeypatch.setattr(module, name, make_and_tell)

    told(name_index, "FuzzyIndex")
    told(answering, "Elsewheres")
    search = Search(catalogue)
    assert isinstance(search.ask("Тула"), Found)
    assert made == []
    assert isinstance(search.ask("Тулв"), Found)
    assert isinstance(search.ask("Сидней"), Nothing)
    assert sorted(made) == ["Elsewheres", "FuzzyIndex", "FuzzyIndex"]
