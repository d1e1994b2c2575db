"""Settings: what is wrong is told in a line, by name, without the value."""

from pathlib import Path

import pytest

from bot.config import SettingsError, read_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "ADMIN_IDS",
        "LOG_LEVEL",
    ):
        monkeypatch.delenv(name, raising=False)


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


def test_no_secret_shows_in_a_print_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hidden")
    monkeypatch.setenv("WEBHOOK_SECRET", "hidden")
    assert "hidden" not in repr(read_settings())
