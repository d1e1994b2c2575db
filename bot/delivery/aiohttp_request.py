"""HTTP for python-telegram-bot by aiohttp, which the bot's own servers use as well."""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.delivery.retry import WAITS, Waits

CONNECTIONS = 256


class AiohttpRequest(BaseRequest):
    """A pool of connections. A proxy is taken from the environment (HTTPS_PROXY, NO_PROXY).

    Raises TimedOut and NetworkError, with what happened as their cause: `retry.NOT_SENT` are those
    that come before a request is written.
    """

    def __init__(self, waits: Waits = WAITS) -> None:
        self.waits = waits
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}  # by host

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take. For PTB."""
        return self.waits.answer

    async def initialize(self) -> None:
        """Be ready for connections; they are made when they are needed. For PTB."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection. For PTB."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_positional: Any,
        **options: Any,
    ) -> tuple[int, bytes]:
        """The status and the body of an answer. For PTB.

        `read_timeout`: the seconds that this answer may take; time-outs for the connection are the
        same for all.
        """
        wait = options.get("read_timeout", self.DEFAULT_NONE)
        timeout = aiohttp.ClientTimeout(
            connect=2 * self.waits.connection,  # its turn among the connections included
            sock_connect=self.waits.connection,
            sock_read=self.read_timeout if wait is self.DEFAULT_NONE else wait,
        )
        if self._session is None:
            raise RuntimeError("initialize() first")
        body = _body(request_data) if request_data else {}
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, proxy=self._proxy(url), **body
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(f"Timed out: {type(error).__name__}") from error
        except aiohttp.ClientConnectorError as error:
            raise NetworkError(str(error)) from error
        except aiohttp.ClientError as error:  # which may quote the address, and so the token
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    def _proxy(self, url: str) -> str | None:
        # With `trust_env` aiohttp reads the environment and ~/.netrc anew for each request, in
        # other threads: a fifth of what an update costs.
        asked = urlsplit(url)
        if asked.netloc not in self._proxies:
            excepted = proxy_bypass(asked.hostname or "")
            self._proxies[asked.netloc] = None if excepted else getproxies().get(asked.scheme)
        return self._proxies[asked.netloc]


def _body(data: RequestData) -> dict[str, Any]:
    """JSON, or a form where files are sent."""
    if not data.contains_files:
        return {"json": data.parameters}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
