"""Trying again: what passes, how long it waits, when it gives up, and what ARCHITECTURE.md says."""

import re
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.retry import (
    WAITS,
    Backoff,
    CountedAsSentError,
    UnsureError,
    Waits,
    is_transient,
    may_have_arrived,
    retry_after_seconds,
)

ARCHITECTURE = Path(__file__).parents[3] / "ARCHITECTURE.md"
AWAY = NetworkError("away")


def test_only_what_may_be_otherwise_later_passes() -> None:
    assert all(
        is_transient(e) for e in (NetworkError(""), TimedOut(), RetryAfter(1), TelegramError(""))
    )
    assert not any(
        is_transient(e) for e in (BadRequest(""), Forbidden(""), ChatMigrated(1), ValueError())
    )
    assert not is_transient(None)


def caused_by(cause: Exception) -> NetworkError:
    error = NetworkError("")
    error.__cause__ = cause
    return error


def test_what_was_not_written_whole_or_was_refused_cannot_have_arrived() -> None:
    refusing = aiohttp.ClientConnectorError(None, OSError("refused"))  # type: ignore[arg-type]
    closing = aiohttp.ClientConnectionResetError("Cannot write to closing transport")
    not_sent = (refusing, closing, aiohttp.ConnectionTimeoutError(), aiohttp.InvalidURL("x"))
    assert not any(may_have_arrived(caused_by(cause)) for cause in not_sent)
    refused = (NetworkError("Bad Gateway"), RetryAfter(1), BadRequest(""), Forbidden(""))
    assert not any(map(may_have_arrived, refused))


def test_whatever_else_fails_may_have_arrived() -> None:
    cut = (
        aiohttp.ClientOSError("reset"),
        aiohttp.SocketTimeoutError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
    )
    assert all(may_have_arrived(caused_by(cause)) for cause in cut)
    assert all(map(may_have_arrived, (TimedOut(), UnsureError(""), caused_by(OSError()))))


def test_a_message_that_counts_as_sent_is_not_run_again() -> None:
    assert not is_transient(CountedAsSentError(""))


def test_telegrams_wait_is_told_in_seconds() -> None:
    assert retry_after_seconds(RetryAfter(3)) == 3
    assert retry_after_seconds(RetryAfter(timedelta(seconds=3))) == 3
    assert retry_after_seconds(NetworkError("")) == 0


def test_each_wait_is_drawn_from_the_upper_half_of_a_bound_that_doubles() -> None:
    backoff, bound = Backoff(), WAITS.first_backoff
    for _ in range(10):
        assert bound / 2 <= backoff.after(AWAY) <= bound
        bound = min(2 * bound, WAITS.longest_backoff)
    assert bound == WAITS.longest_backoff


def test_waits_differ_so_that_replicas_do_not_come_together() -> None:
    assert len({Backoff().after(AWAY) for _ in range(20)}) > 10


def test_after_a_success_it_begins_anew() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.after(AWAY)
    backoff.reset()
    assert backoff.after(AWAY) <= WAITS.first_backoff


@pytest.mark.parametrize("asked", [7, timedelta(seconds=7)])
def test_what_telegram_asks_for_is_waited_and_a_little_more(asked: int | timedelta) -> None:
    assert 7 < Backoff().after(RetryAfter(asked)) <= 7.5


def test_an_update_run_in_vain_comes_again_later_and_later_and_then_is_a_dead_letter() -> None:
    waits = Waits(redelivery=(5, 10, 20))
    assert [waits.until_redelivery(run, 0) for run in range(1, 5)] == [5, 10, 20, None]
    assert waits.until_redelivery(1, retry_after=60) == 60


def test_architecture_tells_the_figures_of_the_policy() -> None:
    told = re.sub(r"\s+", " ", ARCHITECTURE.read_text(encoding="utf-8"))
    runs, waits = len(WAITS.redelivery), sum(WAITS.redelivery)
    longest = waits + (runs + 1) * WAITS.call_patience
    assert f"a call is tried for {WAITS.call_patience:.0f} seconds" in told
    assert f"run again up to {runs} times over {waits // 60} minutes" in told
    assert f"({longest / 60:.0f} with the patience of each run)" in told
    assert f"no answer within {WAITS.answer:.0f} seconds" in told
    assert f"counting, for {WAITS.isolation:.0f} seconds in all" in told
    assert f"so a run waits for {WAITS.webhook_run:.0f} seconds at most" in told
