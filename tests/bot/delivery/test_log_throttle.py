"""What is said of trouble that lasts."""

import logging

import pytest

from bot.delivery.log_throttle import MAX_TROUBLES_A_MINUTE, QUIET_SECONDS, LogThrottle

log = logging.getLogger("bot.test")


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def throttle(now: list[float], caplog: pytest.LogCaptureFixture) -> LogThrottle:
    caplog.set_level(logging.INFO, "bot.test")
    return LogThrottle(log, clock=lambda: now[0])


def test_trouble_is_told_at_once_and_then_once_a_minute(
    throttle: LogThrottle, now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    throttle.over("nothing was wrong")
    for _ in range(5):
        throttle.tell("away: %s", "no route")
    now[0] += QUIET_SECONDS
    throttle.tell("away still")
    throttle.over("back")
    throttle.tell("away anew")
    assert caplog.messages == ["away: no route", "away still", "back", "away anew"]


def test_another_trouble_is_told_at_once_too(
    throttle: LogThrottle, caplog: pytest.LogCaptureFixture
) -> None:
    for reason in ("no route", "wrong password", "no route", "wrong password"):
        throttle.tell("away: %s", reason)
    assert caplog.messages == ["away: no route", "away: wrong password"]


def test_what_was_not_told_is_counted(
    throttle: LogThrottle, now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    for second in range(130):
        now[0] = float(second)
        throttle.tell("away for %d s", second)
    assert caplog.messages == [
        "away for 0 s",
        "away for 60 s (59 more since it was told)",
        "away for 120 s (59 more since it was told)",
    ]


def test_garbage_of_many_kinds_does_not_fill_the_log(
    throttle: LogThrottle, now: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    for letter in map(chr, range(0x410, 0x450)):
        throttle.tell("garbage: %s", letter * 10_000)
    assert len(caplog.messages) == MAX_TROUBLES_A_MINUTE + 1
    now[0] += 2 * QUIET_SECONDS
    throttle.over("back")
    throttle.over("back")
    assert caplog.messages[-2:].count("back") == 1
