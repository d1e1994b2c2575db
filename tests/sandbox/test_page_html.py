"""Messages as HTML: safe, whole, and well formed whatever the entities are."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import units
from bot.sandbox.markup import parse_html, plain, with_found
from bot.sandbox.page_html import as_html


class Reader(HTMLParser):
    """Reads HTML that must be well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>a <i>b</i></b>", "<b>a <i>b</i></b>"),
        ("🇩🇪 <b>Киль</b>", "🇩🇪 <b>Киль</b>"),
        ("/help", '<a class="command">/help</a>'),
        ("@durov", '<a href="https://t.me/durov">@durov</a>'),
        ("example.com", '<a href="http://example.com">example.com</a>'),
        ("ftp://a.ru/x", '<a href="ftp://a.ru/x">ftp://a.ru/x</a>'),
        ("ton://transfer/x", '<a href="ton://transfer/x">ton://transfer/x</a>'),
        ("a@b.ru", '<a href="mailto:a@b.ru">a@b.ru</a>'),
        ('<a href="t.me/x">x</a>', '<a href="http://t.me/x">x</a>'),
        ("<b>/he</b>lp", '<a class="command"><b>/he</b>lp</a>'),
        ("<b>см. /he</b>lp", '<b>см. <a class="command">/he</a></b><a class="command">lp</a>'),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="spoiler">x</span>'),
        ('<a href="https://a.ru/?x=1&amp;y=&quot;">x</a>',
         '<a href="https://a.ru/?x=1&amp;y=&quot;">x</a>'),
        ('<a href="data:text/html,x">x</a>', "x"),
    ],
)  # fmt: skip
def test_entities_become_tags(source: str, html: str) -> None:
    assert with_found(parse_html(source)).html == html


def test_what_is_written_is_no_markup() -> None:
    assert plain('<img src=x onerror="alert(1)">').html == (
        "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"
    )


KINDS = ["bold", "italic", "code", "pre", "spoiler", "blockquote", "bot_command", "url"]


@given(st.data())
def test_any_entities_give_the_whole_text_in_well_formed_html(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab<&я🇩\n", max_size=20))
    ends = st.integers(0, units(text))
    entities: list[dict[str, Any]] = [
        {"type": kind, "offset": min(one, other), "length": abs(one - other)}
        for kind, one, other in data.draw(st.lists(st.tuples(st.sampled_from(KINDS), ends, ends)))
    ]
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    reader = Reader()
    reader.feed(as_html(text, entities))
    reader.close()
    assert reader.open == []
    if not cuts(text, entities):
        assert unescape(reader.text) == text


def cuts(text: str, entities: list[dict[str, Any]]) -> bool:
    """Whether an entity begins or ends within a letter of two units."""
    whole = {units(text[:at]) for at in range(len(text) + 1)}
    ends = {e["offset"] for e in entities} | {e["offset"] + e["length"] for e in entities}
    return not ends <= whole
