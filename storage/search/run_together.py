"""Words without spaces between them: «побратимыказани», `twinsoftula`, «городТула»."""

import re
from collections.abc import Callable, Iterator

# What is said around a name, and what joins it to that.
BEFORE = re.compile(
    r"(?:какие|покажи|список|все|the|all)?"
    r"(?:город(?:а|ов)?)?(?:побратим(?:ы|ов|ам|ах|а|ом)?|партн[её]р(?:ы|ов)?)(?:у|города|г)?"
    r"|город(?:е|а|у)?|"
    r"(?:twin|sister|partner)s?(?:town|citie|city|town)?s?(?:of|for|in|to)?|(?:city|town)of"
)
AFTER = re.compile(
    r"(?:город(?:а|ов)?)?-?(?:побратим(?:ы|ов|а)?|партн[её]р(?:ы|ов)?)"
    r"|(?:s)?(?:twin|sister|partner)s?(?:town|citie|city)?s?|city|город"
)
ABOUT_TWINS = re.compile("побратим|партн[её]р|город|twin|sister|partner|city|citie|town")
MIN_NAME_LETTERS = 3  # letters


def names_within(word: str, is_name: Callable[[str], bool]) -> Iterator[str]:
    """The names in a word that begins or ends with words about twin towns, the longest first."""
    if not ABOUT_TWINS.search(word):
        return
    befores = {"", *_matches(BEFORE, word, ends=False)}
    afters = {"", *_matches(AFTER, word, ends=True)}
    found = {
        word[len(before) : len(word) - len(after)]
        for before in befores
        for after in afters
        if before or after
    }
    for name in sorted(found, key=len, reverse=True):
        if len(name) >= MIN_NAME_LETTERS and is_name(name):
            yield name


def _matches(pattern: re.Pattern[str], word: str, *, ends: bool) -> Iterator[str]:
    """All beginnings, or ends, of the word that the pattern matches."""
    for length in range(1, len(word) - MIN_NAME_LETTERS + 1):
        piece = word[-length:] if ends else word[:length]
        if pattern.fullmatch(piece):
            yield piece
