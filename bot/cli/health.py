"""`pobratim health`: asks the running process how it is, for a container's health check."""

from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address

from bot.cli.escaping import escaped
from bot.config import Settings, address_of

TIMEOUT_SECONDS = 5.0


def ask_health(settings: Settings) -> tuple[bool, str]:
    """Whether it is well, and its own word on it."""
    host = _reached_at(settings.host)
    connection = HTTPConnection(host, settings.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        word = response.read(200).decode(errors="replace").strip()
        return response.status == 200, escaped(word)
    except (OSError, HTTPException) as error:
        return False, f"nobody answers at {address_of(host, settings.port)} ({error})"
    finally:
        connection.close()


def _reached_at(host: str) -> str:
    """Where a process that listens at the host is found: everywhere is also here."""
    try:
        listened_at = ip_address(host)
    except ValueError:
        return host  # a name
    if not listened_at.is_unspecified:
        return host
    return "127.0.0.1" if listened_at.version == 4 else "::1"
