"""Who floods is told so once."""

from itertools import count
from typing import Any

from bot.delivery.flood import MANY, QUIET, REMEMBERED, WITHIN, Floods

ids = count(1)
ANNA, NOON = 1001, 1_700_000_000


def message(date: int, chat: int = ANNA, user: int = ANNA) -> dict[str, Any]:
    sent = {"message_id": next(ids), "date": date, "chat": {"id": chat}, "from": {"id": user}}
    return {"update_id": next(ids), "message": sent}


def told(floods: Floods, dates: list[int], **who: int) -> list[int]:
    """After which of the messages somebody is told."""
    return [n for n, date in enumerate(dates, 1) if floods.begins(message(date, **who))]


def test_a_flood_is_told_once() -> None:
    floods = Floods()
    assert floods.begins(message(NOON)) is None
    assert told(floods, [NOON] * 100) == [MANY - 1]
    assert told(floods, [NOON + QUIET - 1] * 100) == []


def test_it_is_told_again_after_a_while() -> None:
    floods = Floods()
    assert told(floods, [NOON] * MANY) == [MANY]
    assert told(floods, [NOON + QUIET] * MANY) == [MANY]


def test_as_many_messages_in_a_longer_time_are_none() -> None:
    assert told(Floods(), [NOON + n for n in range(10 * MANY)]) == []


def test_it_is_known_by_the_times_of_writing_however_late_they_come() -> None:
    spread = [NOON + n * (WITHIN + 1) // (MANY - 1) for n in range(MANY)]
    assert told(Floods(), spread) == []
    assert told(Floods(), [NOON + n * WITHIN // (MANY - 1) for n in range(MANY)]) == [MANY]


def test_a_group_is_never_told() -> None:
    assert told(Floods(), [NOON] * 100, chat=-100_500) == []


def test_people_are_not_counted_together() -> None:
    floods = Floods()
    for user in range(1, 100):
        assert told(floods, [NOON] * (MANY - 1), chat=user, user=user) == []


def test_a_message_that_is_run_again_counts_once() -> None:
    floods = Floods()
    written = [message(NOON) for _ in range(3)]
    assert [floods.begins(one) for one in written * 10] == [None] * 30


def test_only_the_last_who_wrote_are_remembered() -> None:
    floods = Floods()
    for user in range(1, REMEMBERED + 500):
        told(floods, [NOON], chat=user, user=user)
    assert len(floods._chats) == REMEMBERED


def test_other_updates_are_no_flood() -> None:
    floods = Floods()
    for raw in ({}, {"callback_query": {}}, {"edited_message": message(NOON)["message"]}):
        assert [floods.begins(raw) for _ in range(100)] == [None] * 100
