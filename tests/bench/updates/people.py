"""What people write and tap: updates as Telegram brings them, always from new chats."""

import random
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.views.callbacks import ShowPlace
from storage.catalogue import Catalogue
from storage.model import Place

FIRST_CHAT = 6_000_000_001
MESSAGES_A_CHAT = 4

Update = dict[str, Any]


class People:
    """Makes updates; the same seed makes the same ones."""

    def __init__(self, catalogue: Catalogue, seed: int = 1) -> None:
        self._places: list[Place] = list(catalogue.places.values())
        self._dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._numbers, self._chats = count(1), count(FIRST_CHAT)

    def exact(self, number: int, chats: int = 0) -> list[Update]:
        """Names as they are, in either language."""
        return [self._message(chat, self._name()) for chat in self._turns(number, chats)]

    def typos(self, number: int, chats: int = 0) -> list[Update]:
        """Names with two neighbouring letters swapped."""
        return [self._message(chat, self._swapped()) for chat in self._turns(number, chats)]

    def taps(self, number: int, chats: int = 0) -> list[Update]:
        """Buttons that open cards, each under a message of its own."""
        return [self._tap(chat) for chat in self._turns(number, chats)]

    def _turns(self, number: int, chats: int) -> Iterator[int]:
        chats = chats or max(1, number // MESSAGES_A_CHAT)
        ids = [next(self._chats) for _ in range(chats)]
        return (ids[turn % chats] for turn in range(number))

    def _name(self) -> str:
        return self._dice.choice(self._places).name(self._dice.choice(("ru", "en")))

    def _swapped(self) -> str:
        name = self._name()
        while len(name) < 5:
            name = self._name()
        at = self._dice.randrange(1, len(name) - 2)
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    def _message(self, chat: int, text: str) -> Update:
        number = next(self._numbers)
        return {"update_id": number, "message": _written(chat, number) | {"text": text}}

    def _tap(self, chat: int) -> Update:
        number = next(self._numbers)
        query = {
            "id": str(number),
            "from": _person(chat),
            "chat_instance": "1",
            "data": ShowPlace(self._dice.choice(self._places).id).pack(),
            "message": _written(chat, number) | {"text": "Тула"},
        }
        return {"update_id": number, "callback_query": query}


def _written(chat: int, number: int) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Анна"},
        "from": _person(chat),
    }


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
