"""Long polls: how failures are waited out, and that a success begins the waiting anew."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.delivery.get_updates import LongPoll
from bot.delivery.retry import WAITS

AWAY = NetworkError("away")


class Line:
    """A bot whose calls of getUpdates come to what is planned; it remembers what was asked."""

    base_url = "http://127.0.0.1/bot1:x"

    def __init__(self, *planned: Any) -> None:
        self.request = self
        self.asked: list[str] = []
        self._planned: Iterator[Any] = iter(planned)

    async def post(self, url: str, **_: object) -> Any:
        self.asked.append(url)
        result = next(self._planned)
        if isinstance(result, Exception):
            raise result
        return result


@pytest.fixture
def slept() -> list[float]:
    """The waits, none of which takes any time."""
    return []


async def polled(line: Line, times: int, slept: list[float]) -> list[Any]:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    poll = LongPoll(line, sleep=sleep)  # type: ignore[arg-type]
    return [await poll.fetch(None) for _ in range(times)]


async def test_failures_are_waited_out_longer_and_longer(slept: list[float]) -> None:
    assert await polled(Line(*[AWAY] * 6, [1]), 1, slept) == [[1]]
    assert len(slept) == 6
    assert max(slept[:1]) <= WAITS.first_backoff
    assert min(slept[3:]) > 2 * WAITS.first_backoff


async def test_a_success_begins_the_waiting_anew(slept: list[float]) -> None:
    await polled(Line(*[AWAY] * 6, [1], AWAY, [2]), 2, slept)
    assert slept[-1] <= WAITS.first_backoff


async def test_what_telegram_asks_for_is_waited(slept: list[float]) -> None:
    await polled(Line(RetryAfter(20), [1]), 1, slept)
    assert 20 < slept[0] < 21


async def test_the_first_poll_waits_for_nothing_and_the_next_ones_are_long(
    slept: list[float],
) -> None:
    line = Line([1], [2])
    await polled(line, 2, slept)
    assert "timeout=0" in line.asked[0]
    assert "timeout=25" in line.asked[1]
    assert slept == []


async def test_an_answer_without_a_result_is_an_outage(slept: list[float]) -> None:
    async with asyncio.timeout(5):
        assert await polled(Line(KeyError("result"), [1]), 1, slept) == [[1]]
    assert len(slept) == 1
