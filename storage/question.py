"""Taking a question apart: what in it may be a name, and what is only said around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.names import fold, other_layout

# Words around a name, folded. Prepositions stand inside names too ("Ростов-на-Дону"), so the whole
# question is tried before its bare part.
AROUND = frozenset(
    """
    а бы в во г где город города городам городами городах городе городов городом городу да для до
    есть же за и из из-за имеет имеется имеют интересно интересует их к ка какая какие каких каким
    какими какой какую кем ко кого кто ли меня мне можно на найди найти напиши нашего него нет ну о
    об он от пожалуйста плиз по под подскажи подскажите покажи показать покажите посмотреть поищи
    расскажи расскажите рассказать рф россии россией россию россия российские российский российских
    русские русских с сколько скажи скажите со список такие там то ты у узнать хочу что чьи чей это
    этот обл область области край республика район района районе пгт село деревня про все всех
    a about all also an and any are as at by can city cities could do does find for from get give
    has have hello hey hi i in info information is it its know list me my of oblast on one our
    partner partners please pls region russia russian russias s show tell than thanks that the
    their there to town towns us village want was we what whats where which who whose with you
    district county
    """.split()
)
STEMS = re.compile(
    r"побрати|породн|сестр|дружит|дружат|дружб|друзья|партн[ёе]р|связи|связан|twin|sister|friend|"
    r"пабрац"
)
# After the name of a region, which stands behind a city's: «Дубна, Московская область».
REGION = re.compile(r"обл$|област|кра[йюяе]$|oblast|krai|region$")
HOME = frozenset("россия россии россию рф russia".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in one keyboard layout: its folded words, and those that may be of a name."""

    words: tuple[str, ...]
    bare: tuple[str, ...]

    @property
    def at_home(self) -> bool:
        """Whether it says that the place is in Russia."""
        return not HOME.isdisjoint(self.words)

    @property
    def whole(self) -> str:
        """All words run together."""
        return "".join(self.words)

    @property
    def core(self) -> str:
        """The words that may be of a name, run together."""
        return "".join(self.bare)


def readings(question: str) -> Iterator[Reading]:
    """The question as typed, then as the same keys give it on the other layout."""
    for text in (question, other_layout(question)):
        words = tuple(fold(text).split())
        if words:
            yield Reading(words, _bare(words))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those said around names, and without the region a city lies in."""
    in_region = {at - 1 for at, word in enumerate(words) if REGION.match(word) and at > 1}
    return tuple(
        word for at, word in enumerate(words) if at not in in_region and not is_around(word)
    )


def is_around(word: str) -> bool:
    """Whether the word is said around names rather than in them."""
    return word in AROUND or STEMS.match(word) is not None
