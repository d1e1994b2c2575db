"""Long polls: how failures are waited out, and that a success begins the waiting anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

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


def a_poll(line: Line, slept: list[float]) -> LongPoll:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    return LongPoll(line, sleep=sleep)  # type: ignore[arg-type]


async def polled(line: Line, times: int, slept: list[float]) -> list[Any]:
    poll = a_poll(line, slept)
    return [await poll.fetch(None) for _ in range(times)]


async def test_failures_are_waited_out_longer_and_longer(slept: list[float]) -> None:
    assert await polled(Line(*[AWAY] * 6, [1]), 1, slept) == [[1]]
    assert len(slept) == 6
    assert max(slept[:1]) <= WAITS.first_backoff
    assert min(slept[3:]) > 2 * WAITS.first_backoff


async def test_a_success_begins_the_waiting_anew(slept: list[float]) -> None:
    await polled(Line(*[AWAY] * 6, [1], AWAY, [2]), 2, slept)
    assert slept[-1] <= WAITS.first_backoff


@pytest.mark.parametrize(
    "garbage",
    [None, 7, {}, "x", TypeError("x"), RecursionError(), OverflowError(), KeyError("result")],
)
async def test_garbage_is_an_outage(slept: list[float], garbage: Any) -> None:
    assert await polled(Line(garbage, [1]), 1, slept) == [[1]]
    assert len(slept) == 1


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


async def test_a_wait_of_an_hour_is_not_begun(slept: list[float]) -> None:
    await polled(Line(RetryAfter(3600), [1]), 1, slept)
    assert slept[0] < WAITS.longest_poll_flood + 1


async def test_waits_of_no_time_grow_too(slept: list[float]) -> None:
    await polled(Line(*[RetryAfter(0)] * 6, [1]), 1, slept)
    assert min(slept) >= WAITS.first_backoff / 2
    assert slept[-1] > 10 * slept[0]


async def test_whoever_answers_after_a_failure_is_told_no_offset(slept: list[float]) -> None:
    line = Line([1], AWAY, [2], [3])
    poll = a_poll(line, slept)
    for _ in range(3):
        await poll.fetch(5)
    assert ["offset=5" in url for url in line.asked] == [True, True, False, True]


class Clock:
    """Time that passes only while somebody waits."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def refused_for(seconds: float, times: int, slept: list[float], *, polled: bool) -> LongPoll:
    """A poll that meets so many refusals of its token, evenly over so much time."""
    clock = Clock()

    async def sleep(delay: float) -> None:
        slept.append(delay)
        clock.now += seconds / (times - 1)

    line = Line(*[[0]] * polled, *[InvalidToken("Unauthorized")] * times, [1])
    return LongPoll(line, sleep=sleep, clock=clock)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "times"), [(10, 2), (59, 50), (3600, 2)])
async def test_a_token_that_was_good_is_not_wrong_for_some_refusals(
    slept: list[float], seconds: float, times: int
) -> None:
    poll = refused_for(seconds, times, slept, polled=True)
    got: list[object] = [await poll.fetch(None) for _ in range(2)]
    assert got == [[0], [1]]


async def test_refusals_that_stay_are_believed(slept: list[float]) -> None:
    poll = refused_for(WAITS.token_refused + 1, 10, slept, polled=True)
    await poll.fetch(None)
    with pytest.raises(InvalidToken):
        await poll.fetch(None)


async def test_refusals_at_the_start_are_believed_within_seconds(slept: list[float]) -> None:
    with pytest.raises(InvalidToken):
        await refused_for(1, 3, slept, polled=False).fetch(None)
    assert sum(slept) < 5


async def test_polls_that_bring_nothing_at_once_are_made_less_and_less_often(
    slept: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    line = Line(*[[]] * 20)
    poll = a_poll(line, slept)
    for _ in range(20):
        await poll.fetch(None)
        await poll.rest(brought_news=False)
    assert len(slept) == 19, "the first asks for no wait"
    assert min(slept) >= WAITS.first_backoff / 2
    assert min(slept[5:]) >= WAITS.longest_idle_backoff / 2
    assert max(slept) <= WAITS.longest_idle_backoff
    assert caplog.text.count("brings nothing new") == 1


async def test_after_a_poll_that_took_its_time_or_brought_news_nothing_is_waited(
    slept: list[float],
) -> None:
    clock = Clock()
    line = Line([1], [2], [])
    poll = LongPoll(line, sleep=None, clock=clock)  # type: ignore[arg-type]
    for news in (True, True):
        await poll.fetch(None)
        await poll.rest(brought_news=news)
    post = line.post

    async def long(*arguments: Any, **options: Any) -> Any:
        clock.now += 25
        return await post(*arguments, **options)

    line.post = long  # type: ignore[method-assign]
    await poll.fetch(None)
    await poll.rest(brought_news=False)
