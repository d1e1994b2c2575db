"""Labels: their width, and rows in which none is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.labels import in_pairs, in_rows, label_width, share
from bot.views.screen import Button

labels = st.lists(st.text("аШ-Щ жi🇩🇪", min_size=1, max_size=30), max_size=20)


def buttons(texts: list[str]) -> list[Button]:
    return [Button(text, "h") for text in texts]


@pytest.mark.parametrize(
    ("label", "dp"),
    [("🇬🇧 Великобритания", 141), ("🇰🇵 Северная Корея", 137), ("🇵🇭 Филиппины", 107),
     ("Петропавловск-Камчатский", 202), ("🇵🇱 Grodzisk Wielkopolski County", 223),
     ("🇺🇸 United States", 113)],
)  # fmt: skip
def test_a_label_is_as_wide_as_on_a_phone(label: str, dp: float) -> None:
    assert label_width(label) == pytest.approx(dp, rel=0.06)
    assert label_width(label) >= dp - 1  # rather too wide than cut


def test_accents_take_no_room() -> None:
    assert label_width("Čapljina Йё") == label_width("Capljina Ие")


@pytest.mark.parametrize(("in_a_row", "dp"), [(1, 328), (2, 154), (3, 96)])
def test_a_row_is_shared_as_on_a_narrow_phone(in_a_row: int, dp: float) -> None:
    assert share(in_a_row) == pytest.approx(dp, abs=2)


@given(labels)
def test_in_pairs_no_label_is_cut_that_has_room_alone(texts: list[str]) -> None:
    rows = in_pairs(buttons(texts))
    assert sorted(b.label for row in rows for b in row) == sorted(texts)
    assert all(len(row) <= 2 for row in rows)
    assert all(label_width(b.label) <= share(2) for row in rows if len(row) == 2 for b in row)
    assert sum(len(row) == 1 and label_width(row[0].label) <= share(2) for row in rows) <= 1


@given(labels, st.integers(1, 8))
def test_a_grid_is_as_wide_as_its_widest_label_allows(texts: list[str], most: int) -> None:
    rows = in_rows(buttons(texts), most)
    assert [b.label for row in rows for b in row] == texts
    assert all(len(row) <= most for row in rows)
    wide = max((len(row) for row in rows), default=1)
    assert wide == 1 or all(label_width(text) <= share(wide) for text in texts)


def test_a_wide_label_goes_below_the_pair_that_it_stands_in() -> None:
    rows = in_pairs(buttons(["Киль", "Филлинген-Швеннинген и Бремен", "Керчь", "Тверь"]))
    assert [[b.label for b in row] for row in rows] == [
        ["Киль", "Керчь"], ["Филлинген-Швеннинген и Бремен"], ["Тверь"],
    ]  # fmt: skip
