"""What somebody says is wrong on a card."""

from dataclasses import dataclass
from enum import StrEnum

MAX_CORRECTION_CHARACTERS = 1_000
MAX_CORRECTIONS_A_DAY = 5  # of one person


class CorrectionState(StrEnum):
    """What has become of a correction."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that somebody wrote about a card: what it says, of which data, and where to answer.

    The message in its chat tells it from others; the store gives it its number. `thread_id` is the
    topic of a forum, `language` the reader's (a code), `written_at` Unix seconds.
    """

    place_id: str
    revision: str  # of the data that the card showed
    text: str
    written_at: float
    user_id: int
    chat_id: int
    message_id: int
    thread_id: int | None
    language: str
    state: CorrectionState = CorrectionState.OPEN
    number: int = 0
