"""Buttons: packed into 64 bytes, and read back from anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.callbacks import (
    MAX_CALLBACK_BYTES,
    ChooseLanguage,
    ChooseOther,
    CopyList,
    Forget,
    ListCities,
    ListCountries,
    ManageCorrection,
    ReportMistake,
    Route,
    ShowAbout,
    ShowChain,
    ShowCountry,
    ShowFact,
    ShowGroup,
    ShowHelp,
    ShowNarrowed,
    ShowOthers,
    ShowPair,
    ShowPart,
    ShowPlace,
    ShowSettings,
    ShowStats,
    Tap,
    pack,
    unpack,
)
from storage.countries import Part
from storage.ingest.dataset import Dataset
from storage.languages import LANGUAGES

ids = st.text("abcxyz0123456789-", min_size=1, max_size=28)
codes = st.from_regex(r"[A-Z]{2}", fullmatch=True)
pages = st.integers(0, 999)
taps: st.SearchStrategy[Tap] = st.one_of(
    ids.map(ShowPlace),
    st.builds(ShowCountry, codes, pages, st.booleans()),
    st.builds(ShowPart, ids, st.sampled_from(Part), pages),
    st.builds(ShowNarrowed, ids, codes, pages),
    st.lists(ids, min_size=1, max_size=2).map(",".join).map(ShowOthers),
    st.builds(CopyList, ids, pages),
    st.just(ShowAbout()),
    st.builds(ShowGroup, st.from_regex(r"[a-z-]{1,20}", fullmatch=True), pages),
    pages.map(ListCountries),
    st.builds(ListCities, st.sampled_from("АЯAZЙ"), pages),
    st.just(ListCities()),
    st.builds(ChooseOther, ids, st.sampled_from(["", "А", "Z"]), pages),
    st.builds(ShowPair, ids, ids),
    st.builds(ShowChain, ids, ids),
    st.integers(0, 10**10 - 1).map(ShowFact),
    st.just(ShowStats()),
    st.just(ShowHelp()),
    st.just(ShowSettings()),
    st.sampled_from(["auto", *LANGUAGES]).map(ChooseLanguage),
    st.sampled_from(["yes", "no"]).map(Forget),
    ids.map(ReportMistake),
    st.builds(
        ManageCorrection, st.sampled_from(["list", "show", "close"]), st.integers(0, 999_999_999)
    ),
)


@given(taps, st.lists(taps, max_size=6), st.booleans())
def test_a_button_leads_where_it_says_and_keeps_the_nearest_steps_back(
    tap: Tap, back: list[Tap], anew: bool
) -> None:
    data = pack(tap, back, anew=anew)
    assert len(data.encode()) <= MAX_CALLBACK_BYTES
    route = unpack(data)
    assert route is not None
    assert (route.tap, route.anew) == (tap, anew)
    assert list(route.back) == back[: len(route.back)]


@given(ids, codes, ids)
def test_a_place_and_the_country_before_it_always_fit(here: str, code: str, before: str) -> None:
    unpacked = unpack(pack(ShowPlace(here), (ShowCountry(code, 99), ShowPlace(before))))
    assert unpacked is not None
    assert unpacked[1][0] == ShowCountry(code, 99)


def test_going_round_in_a_circle_does_not_pile_up() -> None:
    tula, germany = ShowPlace("tula"), ShowCountry("DE")
    assert pack(tula, (germany, tula, germany, tula)) == "p:tula<c:DE:0"


@given(st.text(max_size=80))
def test_any_text_can_come_back_from_a_button(data: str) -> None:
    unpacked = unpack(data)
    if unpacked is not None:
        assert isinstance(unpacked[0], Tap)


@pytest.mark.parametrize(
    "data",
    ["", "x", "p:", "p:Tula", "p:" + "a" * 29, "p:../etc", "c:de:0", "c:DE:-1", "c:DE:1000",
     "c:DE:١", "c:DE", "c:DE:0x", "w:tula:mars:0", "v:", "v:tula,", "++p:tula", "g:fr", "f:maybe",
     "q:", "q:Tula", "d:", "d:drop:1", "d:show:", "d:show:1000000000", "d:show:-1",
     "p:tula\n", "l:АБ", "p:tula" + "<p:x" * 30],
)  # fmt: skip
def test_tampered_data_is_not_ours(data: str) -> None:
    assert unpack(data) is None


def test_a_spoilt_step_back_does_not_spoil_the_button() -> None:
    assert unpack("p:tula<zzz<c:DE:0") == Route(ShowPlace("tula"), (ShowCountry("DE"),))


def test_a_button_that_cannot_fit_is_refused_when_made() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        pack(ShowPlace("x" * 64))


def test_every_place_fits_its_button(dataset: Dataset) -> None:
    for place in dataset.places:
        assert unpack(pack(ShowPlace(place.id), anew=True)) == Route(ShowPlace(place.id), anew=True)
