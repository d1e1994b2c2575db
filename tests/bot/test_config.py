"""Settings: what is wrong is told in a line, by name, without the value."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, SettingsError, read_settings

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///var/pobratim.db"


def test_an_empty_value_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "ADMIN_IDS", "LOG_LEVEL"):
        monkeypatch.setenv(name, "")
    assert read_settings().telegram_bot_token is None
    assert read_settings().admin_ids == ()


def test_settings_are_read_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ADMIN_IDS=1, 2,3\nLOG_LEVEL=debug\nSOMETHING_ELSE=x\n")
    settings = read_settings()
    assert settings.admin_ids == (1, 2, 3)
    assert settings.log_level == "DEBUG"


def test_a_slash_after_the_api_url_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    assert read_settings().telegram_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TELEGRAM_BOT_TOKEN", "my secret", "should look like 123456:ABC-DEF"),
        ("TELEGRAM_API_URL", "api.telegram.org", "should begin with http"),
        ("ADMIN_IDS", "me,you", "should be a valid integer"),
        ("LOG_LEVEL", "loud", "should be 'DEBUG'"),
        ("LOG_FORMAT", "xml", "should be 'text' or 'json'"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_that_does_not_repeat_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = str(caught.value)
    assert message.startswith(name)
    assert reason in message
    assert value not in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("WEBHOOK_URL", "bot.example.org", "should begin with http:// or https://"),
        ("WEBHOOK_URL", "ftp://bot.example.org", "should begin with http:// or https://"),
        ("WEBHOOK_URL", "https://", "should begin with http:// or https://"),
        ("WEBHOOK_SECRET", "two words", "should be 1 to 256 letters, digits, _ and -"),
        ("WEBHOOK_SECRET", "секрет", "should be 1 to 256 letters, digits, _ and -"),
        ("WEBHOOK_SECRET", "x" * 257, "should be 1 to 256 letters, digits, _ and -"),
        ("RATE_LIMIT", "-1.5", "should be greater than or equal to 0"),
        ("RATE_LIMIT", "fast", "should be a valid number"),
        ("RATE_LIMIT", "nan", "should be a finite number"),
        ("RATE_LIMIT", "inf", "should be a finite number"),
        ("PORT", "65536", "should be less than or equal to 65535"),
    ],
)
def test_a_wrong_setting_of_the_delivery_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{name} {reason}")
    assert value not in str(caught.value).replace(reason, "")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://bot.example.org/", "https://bot.example.org"),
        ("http://10.0.0.1:8080/behind/a/proxy", "http://10.0.0.1:8080/behind/a/proxy"),
    ],
)
def test_a_webhook_may_stand_behind_a_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, root: str
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", url)
    assert read_settings().webhook_url == root


@pytest.mark.parametrize(("given", "rate"), [("0", 0), ("7.5", 7.5), ("", 30), (None, 30)])
def test_the_rate_may_be_any_and_off(
    monkeypatch: pytest.MonkeyPatch, given: str | None, rate: float
) -> None:
    if given is not None:
        monkeypatch.setenv("RATE_LIMIT", given)
    assert read_settings().rate_limit == rate


def test_the_bots_id_is_in_its_token() -> None:
    assert Settings(telegram_bot_token=SecretStr("123:abc")).bot_id == 123
    assert Settings().bot_id is None


@pytest.mark.parametrize(
    ("host", "shows"),
    [
        ("127.0.0.1", False), ("127.9.9.9", False), ("::1", False), ("[::1]", False),
        ("localhost", False), ("0.0.0.0", True),  # noqa: S104
        ("::", True), ("10.0.0.7", True), ("bot", True),
    ],
)  # fmt: skip
def test_metrics_are_shown_to_others_only_where_others_reach_them(host: str, shows: bool) -> None:
    assert Settings(host=host).shows_metrics == shows
    assert not Settings(host=host, metrics_token=SecretStr("let-me-in")).shows_metrics
    assert "let-me-in" in Settings(metrics_token=SecretStr("let-me-in")).secrets
