"""Somebody with Telegram, who types, taps and reads."""

import asyncio
import json
from itertools import count
from typing import Any

from aiohttp import ClientSession

PATIENCE = 10.0  # seconds to wait for the bot
ids = count(50_001)


class Person:
    """A guest of the sandbox with a private chat of their own."""

    def __init__(self, session: ClientSession, address: str, chat: int | None = None) -> None:
        self.session = session
        self.address = address
        self.id = next(ids)
        self.chat = chat or self.id

    async def do(self, what: str, **asked: Any) -> dict[str, Any]:
        """Something that the page can do."""
        asked = {"user": self.id, "chat": self.chat} | asked
        async with self.session.post(f"{self.address}/chat/{what}", json=asked) as response:
            done: dict[str, Any] = await response.json()
            assert response.status == 200, done
            return done

    async def read(self) -> list[dict[str, Any]]:
        """All messages of the chat."""
        query = {"user": self.id, "chat": self.chat}
        async with self.session.get(f"{self.address}/chat/state", params=query) as response:
            messages: list[dict[str, Any]] = (await response.json())["messages"]
            return messages

    async def say(self, text: str, **fields: Any) -> dict[str, Any]:
        """Write, and wait for the bot's answer."""
        own = (await self.do("send", text=text, **fields))["message"]["message_id"]
        return await self._until(
            lambda messages: next(
                (m for m in messages if m["message_id"] > own and m["from"]["is_bot"]), None
            )
        )

    async def locate(self, latitude: float, longitude: float, **fields: Any) -> dict[str, Any]:
        """Send a location, and wait for the answer that has buttons."""
        told = {"user": self.id, "chat": self.chat, "kind": "location"} | fields
        form = {name: str(value) for name, value in told.items()}
        place = {"latitude": str(latitude), "longitude": str(longitude)}
        async with self.session.post(f"{self.address}/chat/attach", data=form | place) as response:
            own = (await response.json())["message"]["message_id"]
        return await self._until(
            lambda messages: next(
                (m for m in messages if m["message_id"] > own and m["keyboard"]), None
            )
        )

    async def tap(
        self, message: dict[str, Any], label: str, *, anew: bool = False
    ) -> dict[str, Any]:
        """Tap the button that reads so, and wait until the message has changed.

        `anew`: until there is a new one below.
        """
        [data, *_] = [b["data"] for row in message["keyboard"] for b in row if label in b["text"]]
        before = len(await self.read())
        await self.do("tap", message_id=message["message_id"], data=data)
        if anew:
            return await self._until(
                lambda messages: messages[-1] if len(messages) > before else None
            )
        return await self._until(
            lambda messages: next(
                (
                    m
                    for m in messages
                    if m["message_id"] == message["message_id"] and m["html"] != message["html"]
                ),
                None,
            )
        )

    async def type_inline(self, words: str) -> dict[str, Any]:
        """Type behind the bot's name, and wait for its results."""
        query = {"user": self.id, "chat": self.chat}
        async with self.session.get(f"{self.address}/chat/state", params=query) as response:
            after = (await response.json())["event"]
        await self.do("inline_query", query=words)
        events = f"{self.address}/chat/events"
        async with (
            asyncio.timeout(PATIENCE),
            self.session.get(events, params=query | {"after": after}) as response,
        ):
            async for line in response.content:
                told = line.decode().removeprefix("data: ")
                if line.startswith(b"data:") and (event := json.loads(told))["type"] == "inline":
                    return dict(event)
        raise AssertionError("no results")

    async def pick(self, results: dict[str, Any], number: int = 0) -> dict[str, Any]:
        """Send one of them."""
        chosen = results["results"][number]["id"]
        sent = await self.do("pick", query_id=results["query_id"], result_id=chosen)
        return dict(sent["message"])

    async def _until(self, find: Any) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while True:
                found: dict[str, Any] | None = find(await self.read())
                if found:
                    return found
                await asyncio.sleep(0.02)
