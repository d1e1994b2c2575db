"""What is wrong with a dataset, told in the data's own words."""

from collections.abc import Sequence

MAX_NAME_CHARACTERS = 100  # of a place, so that a card has room for it
MAX_QUOTED_CHARACTERS = 80


def quoted(text: str) -> str:
    """The text as a problem repeats it: in quotes, escaped, and not for ever."""
    if len(text) > MAX_QUOTED_CHARACTERS:
        text = text[:MAX_QUOTED_CHARACTERS] + "…"
    return ascii(text) if not text.isprintable() else repr(text)


class DatasetError(Exception):
    """The dataset cannot be used; `problems` says where and why, and nothing was written."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(problems[0] + more)
        self.problems = tuple(problems)
