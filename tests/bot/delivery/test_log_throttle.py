"""What is said of trouble that lasts."""

import logging
import time

import pytest

from bot.delivery.log_throttle import QUIET_SECONDS, LogThrottle

log = logging.getLogger("bot.test")


def test_trouble_is_told_at_once_and_then_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.test")
    throttle = LogThrottle(log)
    throttle.over("nothing was wrong")
    for _ in range(5):
        throttle.tell("away: %s", "no route")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + QUIET_SECONDS)
    throttle.tell("away still")
    throttle.over("back")
    throttle.tell("away anew")
    assert caplog.messages == ["away: no route", "away still", "back", "away anew"]
