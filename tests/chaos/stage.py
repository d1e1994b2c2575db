"""What a case plays on: a Telegram, a store, bots, guests with questions, and a clock."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.entities import complete
from bot.sandbox.server import Sandbox
from tests.chaos import proxy
from tests.chaos.database import Database
from tests.chaos.judge import Tally, Verdict
from tests.chaos.processes import Bot, free_port
from tests.chaos.questions import FIRST_GUEST, Question, Questions, language_of

TOKEN = "42:AAE-chaos_must_never_read_this_in_a_log"
SECRET = "chaos_must_not_read_this_secret_either"
RETRY_BASE = 0.5  # seconds; Telegram's is 2
QUIET = 1.0  # seconds without a message, after which none is to come
A_CHAT = 10  # questions
AWAY = 0.5  # seconds until a dead process is started again


@dataclass
class Stage:
    """One case's. `replicas`: two bots by webhook behind nginx, not one that polls."""

    folder: Path
    questions: Questions
    number: int  # of questions in the whole burst
    kills: int
    dice: random.Random
    database: Database
    replicas: bool = False
    bots: list[Bot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(TOKEN, RETRY_BASE)
        self.world = self.sandbox.world
        self.tally = Tally(self.world)
        self.telegram_port, self.proxy_port = free_port(), free_port()
        self._next_guest = FIRST_GUEST
        self._open = AsyncExitStack()

    async def telegram(self) -> None:
        """Telegram is there from now on."""
        await self._open.enter_async_context(self.sandbox.serve("127.0.0.1", self.telegram_port))

    async def begin(self, module: str = "bot", **settings: str) -> None:
        """Telegram, and bots that are ready."""
        await self.telegram()
        await self.start_bots(module, **settings)
        await asyncio.gather(*(bot.ready() for bot in self.bots))

    async def start_bots(self, module: str = "bot", **settings: str) -> None:
        """One that polls, or two replicas behind nginx; two at once, and one of them migrates."""
        own = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": f"http://127.0.0.1:{self.telegram_port}",
            "DATABASE_URL": self.database.url,
            "RATE_LIMIT": "0",
        } | settings
        if self.replicas:
            own |= {
                "WEBHOOK_URL": f"http://127.0.0.1:{self.proxy_port}",
                "WEBHOOK_SECRET": SECRET,
            }
        names = ("replica-1", "replica-2") if self.replicas else ("bot",)
        self.bots = [Bot(self.folder, name, own, module) for name in names]
        if self.replicas:
            ports = [bot.port for bot in self.bots]
            await self._open.enter_async_context(proxy.serve(self.folder, self.proxy_port, ports))
        for bot in self.bots:
            await bot.start()

    async def ask(self, number: int, chats: int | None = None) -> None:
        """A burst of different questions from guests who are new, at one stroke."""
        chats = chats or max(1, number // A_CHAT)
        guests = range(self._next_guest, self._next_guest + chats)
        self._next_guest += chats
        burst = self.questions.deal(number, guests, self.dice)
        self.tally.expect(burst)
        turns = range(max(map(len, burst.values())))
        await self.world.update_all(
            [
                self._written(guest, turn + 1, asked[turn])
                for turn in turns
                for guest, asked in burst.items()
                if turn < len(asked)
            ]
        )

    def _written(self, guest: int, number: int, question: Question) -> dict[str, Any]:
        user = self.world.user(guest, language=language_of(guest))
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": self.world.chat(guest),
            "from": user,
            "text": question.text,
            "entities": complete(question.text),
        }
        return {"message": message}

    async def say(self, guest: int, text: str) -> None:
        """Somebody outside the burst writes."""
        user = self.world.user(guest, language=language_of(guest))
        await self.world.say(user, self.world.chat(guest) or {}, text, None)

    async def until(self, met: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait, at most so long; whether it was met."""
        deadline = time.monotonic() + seconds if seconds else float("inf")
        while not met():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(0.02)
        return True

    async def part(self, fraction: float) -> None:
        """Wait until so many more of the questions are answered."""
        wanted = min(self.tally.answered + int(fraction * self.number), self.tally.asked)
        await self.until(lambda: self.tally.answered >= wanted)

    async def kill(self, bot: Bot, verdict: Verdict) -> None:
        """SIGKILL. What was running may be answered twice."""
        self.tally.strike()
        verdict.notes.append(f"{self.tally.answered}")
        before = proxy.cut_off(self.folder) if self.replicas else 0
        await bot.kill()
        await asyncio.sleep(AWAY)
        after = proxy.cut_off(self.folder) if self.replicas else self.database.running()
        verdict.may_be_twice += after - before

    async def all_answered(self, verdict: Verdict) -> None:
        """Wait for every answer, and then until nothing is left that could answer twice."""
        await self.until(lambda: self.tally.answered >= self.tally.asked)
        await self.until(self._idle, 15)
        seen = -1
        while seen != len(self.world.sent):
            seen = len(self.world.sent)
            await asyncio.sleep(QUIET)
        verdict.gate(self._idle(), "updates are left over")

    def _idle(self) -> bool:
        busy = len(self.world.updates) or self.sandbox.webhooks.running
        return not busy and self.database.unfinished() == 0

    async def close(self, verdict: Verdict) -> None:
        """End everything that was started; whoever still runs must end well."""
        running = [bot for bot in self.bots if bot.runs]
        for code, seconds in await asyncio.gather(*(bot.end() for bot in running)):
            verdict.gate(code == 0, f"exit {code} in the end")
            verdict.gate(seconds < 10, f"{seconds:.1f} s to end")
        await self._open.aclose()
        self.database.close()
        for log in self.folder.glob("*.log"):
            content = log.read_text(encoding="utf-8", errors="replace")
            verdict.gate(TOKEN not in content, f"the token is in {log.name}")
            verdict.gate(SECRET not in content, f"the secret is in {log.name}")
