"""What looks like a name of the list and is something else: it is offered that, not answered.

Everyday words and names of people (`data/common_words.txt`), and towns that are in no other file
(`data/small_towns.txt`).
"""

from functools import lru_cache
from importlib.resources import files

from storage.search.hashes import Hashes


@lru_cache(maxsize=1)
def common_words() -> Hashes:
    """The folded words of `data/common_words.txt`."""
    return Hashes(doubted_in("common_words.txt"))


@lru_cache(maxsize=1)
def small_towns() -> Hashes:
    """The squashed names of `data/small_towns.txt`."""
    return Hashes(doubted_in("small_towns.txt"))


def doubted_in(file: str) -> list[str]:
    """The words of one of the two files."""
    text = (files("storage") / "data" / file).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return [word for line in lines for word in line.split()]
