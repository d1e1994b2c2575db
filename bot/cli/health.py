"""`pobratim health`: asks the running process how it is, for a container's health check."""

from http.client import HTTPConnection, HTTPException

from bot.config import Settings

TIMEOUT_SECONDS = 5.0


def ask_health(settings: Settings) -> tuple[bool, str]:
    """Whether it is well, and its own word on it."""
    everywhere = settings.host in ("0.0.0.0", "::", "")  # noqa: S104 - it is asked, not listened on
    host = "127.0.0.1" if everywhere else settings.host
    connection = HTTPConnection(host, settings.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return response.status == 200, response.read(200).decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        return False, f"nobody answers at {host}:{settings.port} ({error})"
    finally:
        connection.close()
