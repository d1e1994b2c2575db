"""RateLimits keeps to Telegram's limits, whenever messages are wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limits import MAX_BUCKETS, LeakyBucket, RateLimits

gaps = st.lists(st.floats(0, 5), min_size=1, max_size=60)


class Clock:
    """Stands still until it is moved."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def times(pace: LeakyBucket, gaps: list[float]) -> list[float]:
    """When messages go that are wanted with such gaps between them."""
    now, found = 0.0, []
    for gap in gaps:
        now += gap
        found.append(now + pace.reserve(now))
    return found


@given(rate=st.floats(0.1, 50), burst=st.integers(1, 5), gaps=gaps)
def test_no_window_holds_more_than_the_rate_and_a_burst(
    rate: float, burst: int, gaps: list[float]
) -> None:
    went = times(LeakyBucket(rate, burst), gaps)
    for first, began in enumerate(went):
        for last, ended in enumerate(went[first:], first):
            assert last - first + 1 <= rate * (ended - began) + burst + 1e-6


@given(rate=st.floats(0.1, 50), burst=st.integers(1, 5), gaps=gaps)
def test_messages_keep_their_order(rate: float, burst: int, gaps: list[float]) -> None:
    went = times(LeakyBucket(rate, burst), gaps)
    assert went == sorted(went)


def test_nobody_waits_who_writes_seldom() -> None:
    assert times(LeakyBucket(1.0), [10.0] * 5) == [10.0, 20.0, 30.0, 40.0, 50.0]


def test_a_private_chat_gets_three_at_once_and_then_one_a_second() -> None:
    pacing = RateLimits(30, Clock())
    assert [pacing.wait_for_chat(5) for _ in range(6)] == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_no_more_than_twenty_a_minute() -> None:
    for group in (-100_500, "@channel"):
        pacing = RateLimits(30, Clock())
        waits = [pacing.wait_for_chat(group) for _ in range(21)]
        assert waits[:3] == [0, 0, 0]
        assert sum(wait <= 60 for wait in waits) == 20


def test_a_message_is_edited_ten_times_at_once_and_then_at_the_pace_of_its_chat() -> None:
    for chat, gap in ((5, 1.0), (-100_500, 60 / 17), (None, 60 / 17)):  # None: sent inline
        clock = Clock()
        pacing = RateLimits(30, clock)
        assert {pacing.wait_for_edit(chat, 1) for _ in range(10)} == {0}
        assert pacing.wait_for_edit(chat, 1) == pytest.approx(gap)
        clock.seconds += gap
        assert pacing.wait_for_edit(chat, 1) == 0


def test_whoever_asks_for_an_edit_before_its_time_takes_no_turn() -> None:
    clock = Clock()
    pacing = RateLimits(30, clock)
    waits = [pacing.wait_for_edit(-100_500, 1) for _ in range(50)]
    assert waits[10:] == [pytest.approx(60 / 17)] * 40


def test_neither_answers_nor_other_messages_wait_for_edits() -> None:
    pacing = RateLimits(30, Clock())
    for _ in range(20):
        pacing.wait_for_edit(-100_500, 1)
    assert pacing.wait_for_chat(-100_500) == 0
    assert pacing.wait_for_edit(-100_500, 2) == 0


def test_chats_do_not_wait_for_each_other() -> None:
    pacing = RateLimits(30, Clock())
    assert [pacing.wait_for_chat(chat) for chat in range(100)] == [0] * 100


def test_all_chats_together_get_the_rate() -> None:
    clock = Clock()
    pacing = RateLimits(4, clock)
    assert [pacing.wait_for_all() for _ in range(4)] == [0, 0.25, 0.5, 0.75]
    clock.seconds += 10
    assert pacing.wait_for_all() == 0


def test_zero_turns_all_pacing_off() -> None:
    pacing = RateLimits(0, Clock())
    assert not pacing.on
    assert {pacing.wait_for_chat(5) for _ in range(100)} == {0}
    assert {pacing.wait_for_all() for _ in range(100)} == {0}
    assert {pacing.wait_for_edit(5, 1) for _ in range(100)} == {0}


def test_what_goes_to_no_chat_waits_for_none() -> None:
    pacing = RateLimits(30, Clock())
    assert {pacing.wait_for_chat(None) for _ in range(10)} == {0}


def test_chats_are_forgotten_when_they_have_nothing_to_wait_for() -> None:
    clock = Clock()
    pacing = RateLimits(30, clock)
    for _ in range(9):
        pacing.wait_for_chat(-1)
    for chat in range(3 * MAX_BUCKETS):
        clock.seconds += 0.005
        pacing.wait_for_chat(chat)
    assert len(pacing._chats) < 1.5 * MAX_BUCKETS
    assert pacing.wait_for_chat(-1) > 0, "one that still has to wait is not forgotten"
