"""An outage in the log: its beginning, its end, and how much of it there was."""

import logging

import pytest

from bot.delivery.outage import Outage

log = logging.getLogger("bot.test")


class Clock:
    """Stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_is_told_once_counted_and_told_when_it_is_over(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage(log, clock=clock)
    for _ in range(59):
        outage.tell("away: %s", "502")
        clock.now += 1
    outage.over("back")
    outage.over("back")
    assert caplog.messages == ["away: 502", "back, after 59 failures in 59 s"]


def test_the_next_one_is_told_again(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage(log, clock=clock)
    for _ in range(2):
        outage.tell("away")
        outage.over("back")
    assert caplog.messages == ["away", "back"] * 2


def test_what_fails_now_and_then_is_one_outage(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage(log, quiet=15, clock=clock)
    for _ in range(50):
        outage.tell("away")
        clock.now += 1
        outage.over("back")
    clock.now += 15
    outage.over("back")
    assert caplog.messages == ["away", "back, after 50 failures in 65 s"]
