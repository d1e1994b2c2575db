"""What a message is about, in its link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.links import checked
from bot.views.marks import Mark, Topic, read_mark, read_report, report_link
from storage.ingest.dataset import Dataset

marks = st.builds(
    Mark,
    st.sampled_from(Topic),
    st.integers(0, 10**18 - 1),
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda id: len(id) <= 28),
)


@given(marks)
def test_a_mark_comes_back_from_the_link_that_telegram_keeps(mark: Mark) -> None:
    assert read_mark(checked(mark.link("pobratim_bot"))) == mark


def test_every_place_has_its_mark(dataset: Dataset) -> None:
    for place in dataset.places:
        mark = Mark(Topic.REPORT, 5_000_000_007, place.id)
        assert read_mark(mark.link("b")) == mark
        payload = report_link(place.id, "b").partition("?start=")[2]
        assert len(payload) <= 64
        assert read_report(payload) == place.id


@given(st.text(max_size=80))
def test_any_other_link_is_none(link: str) -> None:
    assert read_mark(link) is None
    assert read_report(link) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/pobratim_bot?start=tula",
        "https://t.me/pobratim_bot?start=tula#other-1",
        "https://t.me/pobratim_bot?start=Tula#report-1",
        "https://t.me/pobratim_bot?start=tula#report--1",
        "https://t.me/pobratim_bot?start=tula#report-" + "1" * 19,
        "https://evil.example/t.me/pobratim_bot?start=tula#report-1",
        "https://t.me/pobratim_bot?start=tula#report-1\n",
    ],
)
def test_a_link_that_only_looks_like_it_is_none(link: str) -> None:
    assert read_mark(link) is None
