"""Which updates are new: by their ids, while they are those of one Bot API server."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from storage.database.inbox import Entry

log = logging.getLogger(__name__)

MAX_REMEMBERED = 10_000  # updates taken last
# So close below the last one are only those that the last process took and did not confirm any
# more. Another server begins anywhere, and so does Telegram after a week without updates.
UNCONFIRMED = 200


@dataclass(frozen=True, slots=True)
class New:
    """What of a batch is new; `anew`: its ids are those of another server, and may be lower."""

    entries: Sequence[Entry]
    anew: bool = False


class UpdateIds:
    """Remembers what came. `last` is the highest id that the process before this one has taken."""

    def __init__(self, last: int | None, remembered: int = MAX_REMEMBERED) -> None:
        self._last = last
        self._begun = False  # whether something came to this process
        self._seen: LRUCache[int, int] = LRUCache(remembered)

    def new_of(self, batch: Sequence[Entry]) -> New:
        """Those that did not come before; call it once for each batch, and `took` after it."""
        unseen = [each for each in batch if self._seen.get(each.update_id) != _digest(each)]
        if self._last is None or all(each.update_id > self._last for each in unseen):
            return New(unseen)
        if not self._begun and all(each.update_id > self._last - UNCONFIRMED for each in unseen):
            return New([each for each in unseen if each.update_id > self._last])
        log.warning("updates have other ids than before: this is another Bot API server")
        self._last = None
        return New(unseen, anew=True)

    def took(self, batch: Sequence[Entry]) -> None:
        """Of this batch nothing is new any more."""
        for each in batch:
            self._seen[each.update_id] = _digest(each)
            self._last = max(self._last or each.update_id, each.update_id)
            self._begun = True


def _digest(entry: Entry) -> int:
    return hash(entry.payload)
