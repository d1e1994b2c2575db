"""What is said of trouble that lasts."""

import logging

import pytest

from bot.delivery.log_throttle import QUIET_SECONDS, LogThrottle

log = logging.getLogger("bot.test")


def test_trouble_is_told_at_once_and_then_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.test")
    now = [0.0]
    throttle = LogThrottle(log, clock=lambda: now[0])
    throttle.over("nothing was wrong")
    for _ in range(5):
        throttle.tell("away: %s", "no route")
    now[0] += QUIET_SECONDS
    throttle.tell("away still")
    throttle.over("back")
    throttle.tell("away anew")
    assert caplog.messages == ["away: no route", "away still", "back", "away anew"]
