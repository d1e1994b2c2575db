"""Raw updates are read with care: nobody says that they are what they should be."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.ext import ExtBot

from bot.delivery.flood import FloodDetector
from bot.delivery.raw_updates import (
    ALLOWED_UPDATES,
    UnparsableError,
    id_of,
    is_urgent,
    kind_of,
    ordering_key_of,
    parse,
    too_old,
)
from tests.fake_telegram import TOKEN

names = st.sampled_from([*ALLOWED_UPDATES, "update_id", "chat", "from", "message", "id", "date"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("aж1\0", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(names, anything, max_size=5)


@pytest.fixture(scope="module")
def bot() -> ExtBot[None]:
    return ExtBot(TOKEN)


@given(anything)
def test_an_id_is_a_whole_number_that_a_database_holds_or_none(raw: Any) -> None:
    found = id_of(raw)
    assert found is None or (type(found) is int and -(2**63) <= found < 2**63)


@given(objects)
def test_any_json_object_has_a_kind_and_perhaps_a_lane(raw: dict[str, Any]) -> None:
    lane = ordering_key_of(raw)
    assert lane is None or (type(lane) is int and -(2**63) <= lane < 2**63)
    assert kind_of(raw) in (*ALLOWED_UPDATES, "other")
    assert is_urgent(raw) == ("callback_query" in raw or "inline_query" in raw)
    assert not too_old(raw, 0.0, 1.0)


@given(objects)
def test_any_json_object_is_parsed_or_refused_and_no_flood(
    bot: ExtBot[None], raw: dict[str, Any]
) -> None:
    with suppress(UnparsableError):
        parse(raw, bot)
    FloodDetector().begins(raw)


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "inline_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 8}, "from": {"id": 7}}}, 8),
        ({"update_id": 1, "message": {"chat": {"id": True}}}, None),
        ({"update_id": 1, "poll": {"id": "7"}}, None),
        ({"update_id": 1}, None),
    ],
)  # fmt: skip
def test_a_lane_is_the_chat_or_else_the_user(raw: dict[str, Any], lane: int | None) -> None:
    assert ordering_key_of(raw) == lane


def test_an_answer_to_a_tap_is_in_vain_after_telegrams_own_time() -> None:
    tap = {"update_id": 1, "callback_query": {}}
    assert not too_old(tap, 0.0, 149.0)
    assert too_old(tap, 0.0, 151.0)
    assert too_old(tap, 0.0, 86_400.0)
    assert not too_old({"update_id": 1, "message": {}}, 0.0, 86_400.0)


def test_why_an_update_cannot_be_read_tells_none_of_its_words(bot: ExtBot[None]) -> None:
    raw = json.loads('{"update_id": 1, "message": {"text": "a secret of mine"}}')
    with pytest.raises(UnparsableError) as caught:
        parse(raw, bot)
    assert str(caught.value) == "message: KeyError"


@pytest.mark.parametrize("wrong", [365 * 86_400.0, -365 * 86_400.0])
def test_a_clock_that_was_wrong_by_a_year_makes_nothing_old(wrong: float) -> None:
    assert not too_old({"update_id": 1, "callback_query": {}}, 10**9 + wrong, 10**9)
