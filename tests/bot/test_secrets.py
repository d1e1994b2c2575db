"""Secrets among the settings: from files, told to nobody."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, SettingsError, read_settings

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_no_secret_shows_in_a_print_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hidden")
    monkeypatch.setenv("WEBHOOK_SECRET", "hidden")
    assert "hidden" not in repr(read_settings())


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
