"""Settings from the environment, `.env` and files of secrets; read once, by the command line."""

import hmac
import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.regular_file import read_regular_file

MAX_SECRET_BYTES = 2**16  # bytes of a file that holds one


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what it should be."""


class Settings(BaseSettings):
    """The process's settings. An empty value is an unset one."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_bot_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = Field("sqlite+aiosqlite:///var/pobratim.db", repr=False)
    database_url_file: Path | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    rate_limit: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 30
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    metrics_token: SecretStr | None = None
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in ("telegram_bot_token", "webhook_secret", "database_url"):
            if path := values.get(f"{name}_file"):
                setting = f"{name}_file".upper()
                if values.get(name):
                    raise SettingsError(f"{name.upper()} and {setting} are both set; unset one")
                values = values | {name: _secret_in(path, setting)}
        return values

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_looks_right(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"[0-9]{1,18}:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("should look like 123456:ABC-DEF, as BotFather gives it")
        return token

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _url_has_no_slash(cls, url: str | None) -> str | None:
        if url and not re.match(r"https?://[^/\s]", url):
            raise ValueError("should begin with http:// or https://")
        return url and url.rstrip("/")

    @field_validator("host")
    @classmethod
    def _host_has_no_brackets(cls, host: str) -> str:
        return host.removeprefix("[").removesuffix("]")

    @field_validator("webhook_secret")
    @classmethod
    def _secret_fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("should be 1 to 256 letters, digits, _ and -, as Telegram wants it")
        return secret

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids_have_commas(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level_in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def shows_metrics(self) -> bool:
        """Whether whoever is not on this machine may read /metrics."""
        try:
            is_local = ip_address(self.host).is_loopback
        except ValueError:
            is_local = self.host == "localhost"
        return not is_local and self.metrics_token is None

    @property
    def bot_id(self) -> int | None:
        """The bot's own id, with which its token begins."""
        token = self.telegram_bot_token
        return int(token.get_secret_value().partition(":")[0]) if token else None

    @property
    def secret_of_webhook(self) -> str:
        """The secret given, or else one that all replicas work out of the token."""
        if self.webhook_secret:
            return self.webhook_secret.get_secret_value()
        token = self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""
        return hmac.new(token.encode(), b"webhook", "sha256").hexdigest()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        token = self.telegram_bot_token
        known = (
            token.get_secret_value() if token else "",
            self.secret_of_webhook,
            self.metrics_token.get_secret_value() if self.metrics_token else "",
            *_passwords(self.database_url),
            os.environ.get("PGPASSWORD", ""),  # PostgreSQL's own way
        )
        return tuple(secret for secret in known if secret)


def address_of(host: str, port: int) -> str:
    """Host and port as an address has them: those of IPv6 stand in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _passwords(url: str) -> list[str]:
    """The passwords in a database's URL."""
    user, _, _ = url.partition("://")[2].rpartition("@")
    asked = parse_qs(url.partition("?")[2])
    return [
        unquote(user.partition(":")[2]),
        *asked.get("password", ()),
        *asked.get("sslpassword", ()),
    ]


def _secret_in(path: Any, setting: str) -> str:
    """A file's text without its line end, as containers mount secrets. Raises SettingsError."""
    try:
        content = read_regular_file(path, MAX_SECRET_BYTES)
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"{setting} cannot be read from {path}: {error.strerror}") from None
    except ValueError:
        raise SettingsError(f"{setting} cannot be read from {path}: it is no text") from None
    if not text:
        raise SettingsError(f"{setting} names a file that is empty: {path}")
    return text


def read_settings() -> Settings:
    """The settings; raises SettingsError with a line on the first wrong one, without its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
        raise SettingsError(f"{name} {reason[0].lower()}{reason[1:]}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read: {error}") from None
