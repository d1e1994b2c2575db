"""Where a place lies that is asked for by name."""

import pytest

from storage.search.search import Search


@pytest.mark.parametrize(
    ("question", "lat", "lon"),
    [
        ("Тула", 54.19, 37.62),
        ("Kiel", 54.32, 10.14),
        ("Сиэтл", 47.61, -122.33),  # which is not in the list
        ("рядом с Сиэтлом", 47.61, -122.33),
        ("nekf", 54.19, 37.62),
    ],
)
def test_places_in_the_list_and_elsewhere(
    search: Search, question: str, lat: float, lon: float
) -> None:
    assert search.where(question) == pytest.approx((lat, lon), abs=0.05)


@pytest.mark.parametrize("question", ["Хогвартс", "", "🎉", "Германия"])
def test_of_what_is_no_place_nobody_knows(search: Search, question: str) -> None:
    assert search.where(question) is None
