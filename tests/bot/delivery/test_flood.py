"""Who floods is told so once."""

from itertools import count
from typing import Any

from bot.delivery.flood import (
    FLOOD_MESSAGES,
    FLOOD_SECONDS,
    TOLD_AGAIN_AFTER_SECONDS,
    FloodDetector,
)
from bot.delivery.raw_updates import RawUpdate

ids = count(1)
ANNA, NOON = 1001, 1_700_000_000


def message(date: int, chat: int = ANNA, user: int = ANNA) -> dict[str, Any]:
    sent = {"message_id": next(ids), "date": date, "chat": {"id": chat}, "from": {"id": user}}
    return {"update_id": next(ids), "message": sent}


def told(floods: FloodDetector, dates: list[int], **who: int) -> list[int]:
    """After which of the messages somebody is told."""
    return [n for n, date in enumerate(dates, 1) if floods.begins(message(date, **who))]


def test_a_flood_is_told_once() -> None:
    floods = FloodDetector()
    assert floods.begins(message(NOON)) is None
    assert told(floods, [NOON] * 100) == [FLOOD_MESSAGES - 1]
    assert told(floods, [NOON + TOLD_AGAIN_AFTER_SECONDS - 1] * 100) == []


def test_it_is_told_again_after_a_while() -> None:
    floods = FloodDetector()
    assert told(floods, [NOON] * FLOOD_MESSAGES) == [FLOOD_MESSAGES]
    assert told(floods, [NOON + TOLD_AGAIN_AFTER_SECONDS] * FLOOD_MESSAGES) == [FLOOD_MESSAGES]


def test_as_many_messages_in_a_longer_time_are_none() -> None:
    assert told(FloodDetector(), [NOON + n for n in range(10 * FLOOD_MESSAGES)]) == []


def test_it_is_known_by_the_times_of_writing_however_late_they_come() -> None:
    spread = [NOON + n * (FLOOD_SECONDS + 1) // (FLOOD_MESSAGES - 1) for n in range(FLOOD_MESSAGES)]
    assert told(FloodDetector(), spread) == []
    assert told(
        FloodDetector(),
        [NOON + n * FLOOD_SECONDS // (FLOOD_MESSAGES - 1) for n in range(FLOOD_MESSAGES)],
    ) == [FLOOD_MESSAGES]


def test_a_group_is_never_told() -> None:
    assert told(FloodDetector(), [NOON] * 100, chat=-100_500) == []


def test_people_are_not_counted_together() -> None:
    floods = FloodDetector()
    for user in range(1, 100):
        assert told(floods, [NOON] * (FLOOD_MESSAGES - 1), chat=user, user=user) == []


def test_a_message_that_is_run_again_counts_once() -> None:
    floods = FloodDetector()
    written = [message(NOON) for _ in range(3)]
    assert [floods.begins(one) for one in written * 10] == [None] * 30


def test_only_the_last_who_wrote_are_remembered() -> None:
    floods = FloodDetector(chats=2)
    for user in (1, 2):
        told(floods, [NOON] * (FLOOD_MESSAGES - 2), chat=user, user=user)
    for user in (1, 3):  # the second is forgotten
        told(floods, [NOON], chat=user, user=user)
    assert told(floods, [NOON], chat=1, user=1) == [1]
    assert told(floods, [NOON] * FLOOD_MESSAGES, chat=2, user=2) == [FLOOD_MESSAGES]


def test_other_updates_are_no_flood() -> None:
    floods = FloodDetector()
    others: list[RawUpdate] = [
        {},
        {"callback_query": {}},
        {"edited_message": message(NOON)["message"]},
    ]
    for raw in others:
        assert [floods.begins(raw) for _ in range(100)] == [None] * 100
