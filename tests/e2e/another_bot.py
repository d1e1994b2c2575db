"""What other bots send, by the Bot API; and a site that they link to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession
from playwright.async_api import Locator, Page

from bot.sandbox.server import TOKEN

PICTURE = Path(__file__).parents[2] / "docs/card-ru.png"


class Bot:
    """What another bot could send, by the Bot API."""

    def __init__(self, address: str, page: Page) -> None:
        self.address = address
        found = re.search(r"user=(\d+)", page.url)
        assert found
        self.chat = int(found[1])

    async def call(self, method: str, **parameters: object) -> dict[str, object]:
        url = f"{self.address}/bot{TOKEN}/{method}"
        async with ClientSession() as session, session.post(url, json=parameters) as response:
            answer: dict[str, object] = await response.json()
            assert answer["ok"], answer
            return answer

    async def says(self, text: str, **more: object) -> None:
        await self.call("sendMessage", chat_id=self.chat, text=text, **more)


@dataclass(frozen=True)
class Site:
    """Where a picture is."""

    address: str


def keyboard(*rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


def last(page: Page) -> Locator:
    return page.locator(".message.in").last
