"""Settings: what is wrong is told in a line, by name, without the value."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "ADMIN_IDS",
        "LOG_LEVEL",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "RATE_LIMIT",
        "PORT",
        "PGPASSWORD",
        "TELEGRAM_BOT_TOKEN_FILE",
        "WEBHOOK_SECRET_FILE",
        "DATABASE_URL_FILE",
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


def test_replicas_work_the_same_secret_out_of_their_token() -> None:
    token = "123:" + "A" * 35
    one, same, other = (
        Settings(telegram_bot_token=SecretStr(each)) for each in (token, token, token + "B")
    )
    assert one.secret_of_webhook == same.secret_of_webhook
    assert one.secret_of_webhook != other.secret_of_webhook
    assert token.partition(":")[2] not in one.secret_of_webhook
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", one.secret_of_webhook)
    assert one.secrets == (token, one.secret_of_webhook)


def test_a_secret_that_is_given_is_taken() -> None:
    settings = Settings(
        telegram_bot_token=SecretStr("123:abc"), webhook_secret=SecretStr("only-we-know")
    )
    assert settings.secret_of_webhook == "only-we-know"
    assert settings.secrets == ("123:abc", "only-we-know")


def test_the_bots_id_is_in_its_token() -> None:
    assert Settings(telegram_bot_token=SecretStr("123:abc")).bot_id == 123
    assert Settings().bot_id is None


SECRETS = [
    ("TELEGRAM_BOT_TOKEN", "123:" + "A" * 35),
    ("WEBHOOK_SECRET", "only-we-know"),
    ("DATABASE_URL", "postgresql+asyncpg://bot:s3cret@db/bot"),
]


def value_of(name: str) -> str:
    value = getattr(read_settings(), name.lower())
    return str(value.get_secret_value() if isinstance(value, SecretStr) else value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize(("name", "secret"), SECRETS)
def test_a_secret_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, secret: str, end: str
) -> None:
    (tmp_path / "secret").write_bytes((secret + end).encode())
    (tmp_path / "mounted").symlink_to(tmp_path / "secret")  # as Kubernetes does
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "mounted"))
    monkeypatch.setenv(name, "")  # an empty value is an unset one
    assert value_of(name) == secret


def test_the_name_of_a_secrets_file_may_stand_in_the_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("only-we-know\n")
    (tmp_path / ".env").write_text("WEBHOOK_SECRET_FILE=secret\n")
    assert value_of("WEBHOOK_SECRET") == "only-we-know"


@pytest.mark.parametrize(("name", "secret"), SECRETS)
def test_a_secret_that_is_given_twice_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, secret: str
) -> None:
    (tmp_path / "secret").write_text(secret)
    (tmp_path / ".env").write_text(f"{name}={secret}\n")
    monkeypatch.setenv(f"{name}_FILE", "secret")
    with pytest.raises(SettingsError, match=f"{name} and {name}_FILE are both set"):
        read_settings()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file"),
        ("", "is empty"),
        ("\n", "is empty"),
        (b"\xff\xfe1\x00", "no text"),
        ("x" * 70_000, "larger than"),
        (Path("/dev/zero"), "not a regular file"),
        (Path("/tmp"), "s a directory|not a regular file"),  # noqa: S108 - it is only read
    ],
)
@pytest.mark.parametrize("name", [name for name, _ in SECRETS])
def test_a_file_that_holds_no_secret_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: object, reason: str
) -> None:
    path = tmp_path / "secret"
    if isinstance(content, Path):
        path.symlink_to(content)
    elif content is not None:
        path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    monkeypatch.setenv(f"{name}_FILE", str(path))
    with pytest.raises(SettingsError, match=f"^{name}_FILE .*({reason})") as caught:
        read_settings()
    assert "\n" not in str(caught.value)


def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("WEBHOOK_SECRET_FILE", str(tmp_path / "pipe"))
    with pytest.raises(SettingsError, match="not a regular file"):
        read_settings()


def test_a_wrong_secret_in_a_file_is_told_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("my secret\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN should look like") as caught:
        read_settings()
    assert "my secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("postgresql+asyncpg://bot:s3cret@db:5432/bot?sslmode=require", "s3cret"),
        ("postgresql+asyncpg://bot:p%40ss%2Fword@db/bot", "p@ss/word"),
        ("postgresql+asyncpg://bot:p@ss/word@db/bot", "p@ss/word"),
        ("postgresql+asyncpg://db/bot?user=bot&password=s3cret", "s3cret"),
    ],
)
def test_the_databases_password_is_a_secret(url: str, password: str) -> None:
    settings = Settings(database_url=url)
    assert password in settings.secrets
    assert "s3cret" not in repr(settings)


def test_postgresqls_own_variable_is_a_secret_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    assert "s3cret" in Settings().secrets
    assert Settings(database_url="sqlite+aiosqlite:///a@b.db").secrets[1:] == ("s3cret",)


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
