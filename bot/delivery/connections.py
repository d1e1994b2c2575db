"""How many connections the HTTP server takes: a flood leaves files to the rest of the bot."""

import asyncio
import logging
import resource
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bot.delivery.log_throttle import LogThrottle

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 512
KEEP_ALIVE_SECONDS = 75.0


def most_connections() -> int:
    """As many as are sensible, and not more than half of the files that the process may open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_CONNECTIONS if files == resource.RLIM_INFINITY else min(MAX_CONNECTIONS, files // 2)


class _Refusal(asyncio.Protocol):
    """Hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """For asyncio."""
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


class _BoundedServer:
    """Makes aiohttp's protocol for a connection, or hangs up."""

    def __init__(self, server: web.Server, most: int) -> None:
        self._server = server
        self._most = most
        self._throttle = LogThrottle(log)

    def __call__(self) -> RequestHandler | _Refusal:
        """The protocol of a connection that was just made."""
        if len(self._server.connections) < self._most:
            return self._server()
        self._throttle.tell("more than %d connections at once are refused", self._most)
        return _Refusal()


class BoundedRunner(web.AppRunner):
    """aiohttp's runner of an application, for `most` connections at once."""

    def __init__(self, app: web.Application, most: int | None = None, **options: Any) -> None:
        super().__init__(app, keepalive_timeout=KEEP_ALIVE_SECONDS, **options)
        self._most = most_connections() if most is None else most
        self._bounded: _BoundedServer | None = None

    @property
    def server(self) -> Any:
        """What its sites listen with."""
        server = super().server
        if server is not None and self._bounded is None:
            self._bounded = _BoundedServer(server, self._most)
        return self._bounded
