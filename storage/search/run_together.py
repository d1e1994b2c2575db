"""Words without spaces between them: «тулаказань», `germantwinsofvolgograd`, «городТула»."""

import re
from collections.abc import Callable, Sequence

ABOUT_TWINS = re.compile(
    r"город(?:а|у|е|ов)?|побратим(?:ы|ов|ам|ах|а|ом)?|партн[её]р(?:ы|ов)?"
    r"|дружит|дружат|(?:twin|sister|partner)s?|twinned|(?:town|citie)s?|city"
)
JOINING = frozenset("и с and".split())
AROUND = JOINING | frozenset(
    "какие покажи список все ли у г в из the all of for from in to".split()
)
MIN_LETTERS = 3  # letters of a name
MIN_LETTERS_OF_NAMES = 8  # letters of all names where nothing is said around them
MAX_LETTERS = 80  # letters of all together


def apart(
    word: str, is_name: Callable[[str], bool], is_shown_name: Callable[[str], bool]
) -> Sequence[str]:
    """The fewest names and words about twin towns that the word consists of; nothing, if of others.

    Without a word about twin towns it has to be two names at least, as they are shown.
    """
    if not ABOUT_TWINS.search(word):
        is_name = is_shown_name  # sooner told
    fewest: dict[int, tuple[str, ...]] = {0: ()}  # pieces by where they end
    for end in range(1, len(word) + 1 if len(word) <= MAX_LETTERS else 0):
        for start in list(fewest):
            piece = word[start:end]
            if piece == word or len(fewest[start]) + 1 >= len(fewest.get(end, word)):
                continue
            if (len(piece) >= MIN_LETTERS and is_name(piece)) or _is_said(piece):
                fewest[end] = (*fewest[start], piece)
    pieces = fewest.get(len(word), ())
    names = [piece for piece in pieces if not _is_said(piece)]
    if names and any(map(ABOUT_TWINS.fullmatch, pieces)):
        return pieces
    rest = {piece for piece in pieces if piece not in names}
    if len(names) < 2 or sum(map(len, names)) < MIN_LETTERS_OF_NAMES or rest - JOINING:
        return ()
    return pieces if all(map(is_shown_name, names)) else ()


def _is_said(piece: str) -> bool:
    return piece in AROUND or ABOUT_TWINS.fullmatch(piece) is not None
