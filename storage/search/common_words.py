"""Everyday words that look like a name of the list: what is near them is offered, not answered."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The folded words of `data/common_words.txt`."""
    text = (files("storage") / "data/common_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
