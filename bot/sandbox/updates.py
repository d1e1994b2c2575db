"""The updates that the bot has not confirmed yet, for as long as Telegram keeps them."""

from collections import defaultdict, deque
from collections.abc import Callable
from itertools import islice, takewhile

from bot.sandbox.wire import Json

QUERY_LIFE = 150.0  # seconds in which a tap can be answered
LIFE = {"callback_query": QUERY_LIFE, "inline_query": 30.0}
LONGEST_LIFE = 86_400.0
AHEAD = 10  # ids; an offset that is further ahead of all updates is of another server
# Who wants these asks for them by name.
UNASKED = frozenset(("chat_member", "message_reaction", "message_reaction_count"))


class Updates:
    """A queue in the order of ids. `arrived` is called with each update that joins it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.allowed: list[str] = []
        self.arrived: Callable[[Json], None] | None = None
        self.clock = clock
        self._next = 700_000_001
        self._waiting: dict[int, Json] = {}
        # By length of life: each ends in the order it came, so only its head is looked at.
        self._ends: dict[float, deque[tuple[float, int]]] = defaultdict(deque)

    def __len__(self) -> int:
        self._forget()
        return len(self._waiting)

    def allow(self, parameters: Json) -> None:
        """The kinds wanted from now on; what waits already stays, and silence changes nothing."""
        asked = parameters.get("allowed_updates")
        if isinstance(asked, list):
            self.allowed = [str(kind) for kind in asked]

    def add(self, content: Json) -> int:
        """Queue it, unless the bot does not want its kind; returns its id, which is ours alone."""
        update_id = self._next
        self._next += 1
        update = {"update_id": update_id} | content | {"update_id": update_id}
        if self._wants(content):
            life = min((LIFE.get(kind, LONGEST_LIFE) for kind in content), default=LONGEST_LIFE)
            self._waiting[update_id] = update
            self._ends[life].append((self.clock() + life, update_id))
            if self.arrived:
                self.arrived(update)
        return update_id

    def get(self, update_id: int) -> Json | None:
        """The update, while it waits."""
        self._forget()
        return self._waiting.get(update_id)

    def first(self, limit: int | None = None) -> list[Json]:
        """The oldest that wait; all without a limit."""
        self._forget()
        return list(islice(self._waiting.values(), limit))

    def done(self, update_id: int) -> None:
        """The bot has it."""
        self._waiting.pop(update_id, None)

    def confirm(self, offset: int) -> None:
        """The bot has all before the offset; a negative one leaves so many of the newest."""
        if offset > self._next + AHEAD:
            return  # Telegram takes it for none
        if offset < 0:
            offset = next(iter(list(self._waiting)[offset:]), 0)
        for update_id in list(takewhile(lambda known: known < offset, self._waiting)):
            del self._waiting[update_id]

    def clear(self) -> None:
        """Nobody will ask for them."""
        self._waiting.clear()

    def _wants(self, content: Json) -> bool:
        if self.allowed:
            return any(kind in self.allowed for kind in content)
        return UNASKED.isdisjoint(content)

    def _forget(self) -> None:
        """Drop those whose life is over. Each update costs one step, once."""
        now = self.clock()
        for ends in self._ends.values():
            while ends and (ends[0][0] <= now or ends[0][1] not in self._waiting):
                self._waiting.pop(ends.popleft()[1], None)
