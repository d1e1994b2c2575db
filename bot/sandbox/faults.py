"""Faults on demand: what goes wrong between a bot and Telegram, for as many calls as were asked."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.refusals import ApiError


@dataclass
class Fault:
    """A planned fault. `method` in lower case, "*" for any; `seconds` of a delay or a flood.

    `status` and `body` are the answer of somebody between Telegram and the bot.
    """

    method: str
    kind: str
    times: int = 1
    seconds: float = 1.0
    status: int = 200
    body: str = ""


# Before the method is run, or in its place …
BEFORE = ("flood", "error", "html", "delay", "reset", "answer")
# … and after it: the answer gets lost, comes late, or becomes another one.
AFTER = ("drop", "late", "garble")


class Faults:
    """The faults that are still to happen, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Let it happen to the next calls of its method. Raises ValueError."""
        if fault.kind not in BEFORE + AFTER:
            raise ValueError(f"the kind is one of {', '.join(BEFORE + AFTER)}")
        self._planned.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if one is planned for it."""
        for fault in self._planned:
            if fault.method in (method.lower(), "*") and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def before(self, fault: Fault | None, request: web.Request) -> web.Response | None:
        """What happens before the method is run; a response takes its place."""
        if fault is None:
            return None
        match fault.kind:
            case "flood":
                wait = int(fault.seconds)
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            case "error":
                raise ApiError(502, "Bad Gateway")
            case "html":
                return web.Response(text="<html><body>502</body></html>", content_type="text/html")
            case "delay":
                await asyncio.sleep(fault.seconds)
            case "reset":
                hang_up(request)
            case "answer":
                return _answer(fault)
        return None

    async def after(self, fault: Fault | None, request: web.Request) -> web.Response | None:
        """What happens after it was run; a response takes the place of its answer."""
        if fault is None:
            return None
        match fault.kind:
            case "drop":
                hang_up(request)
            case "late":
                await asyncio.sleep(fault.seconds)
            case "garble":
                return _answer(fault)
        return None


def _answer(fault: Fault) -> web.Response:
    return web.Response(status=fault.status, text=fault.body, content_type="application/json")


def hang_up(request: web.Request) -> None:
    """Cut the connection without a word."""
    if request.transport:
        request.transport.abort()
    raise ConnectionResetError
