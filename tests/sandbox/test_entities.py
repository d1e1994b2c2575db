"""What Telegram finds in a text by itself, and what it leaves of many entities."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import LIMIT, complete, detected, shown, span_of, units
from bot.sandbox.markup import parse_html, with_found


def found(text: str) -> list[tuple[str, str]]:
    return [(entity["type"], shown(text, entity)) for entity in complete(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/twins Тула", [("bot_command", "/twins")]),
        ("(/help), «/start»: /a_1", [("bot_command", c) for c in ("/help", "/start", "/a_1")]),
        ("/twins@pobratim_bot Тула", [("bot_command", "/twins@pobratim_bot")]),
        ("и/или, a/b, //x, /привет, /x/y, </b>", []),
        ("Пишите @pobratim_bot!", [("mention", "@pobratim_bot")]),
        ("@a, имя@pobratim, @я", []),
        ("a.b@example.com", [("email", "a.b@example.com")]),
        ("См. https://t.me/x?start=tula.", [("url", "https://t.me/x?start=tula")]),
        ("(https://example.com/a_(b))", [("url", "https://example.com/a_(b))")]),
        ("(см. https://example.com/a)", [("url", "https://example.com/a")]),
        ("t.me/x и example.com, а также пример.рф", [
            ("url", "t.me/x"), ("url", "example.com"), ("url", "пример.рф"),
        ]),
        ("tg://resolve?domain=x", [("url", "tg://resolve?domain=x")]),
        ("т. е. и т.д., 1.5, г.Тула, St.Petersburg, e.g.", []),
        ("#побратимы и #1, a#b", [("hashtag", "#побратимы")]),
    ],
)  # fmt: skip
def test_commands_names_and_links_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_in_code_and_links_nothing_is_found() -> None:
    parsed = with_found(
        parse_html('<code>/twins Tula</code> <a href="http://a.ru">/help</a> <b>/start</b>')
    )
    assert [entity["type"] for entity in parsed.entities] == [
        "code", "text_link", "bold", "bot_command",
    ]  # fmt: skip


def test_a_message_keeps_its_first_hundred_entities() -> None:
    parsed = with_found(parse_html("".join(f"<b>{number}</b> " for number in range(150))))
    assert len(parsed.entities) == LIMIT
    assert shown(parsed.text, parsed.entities[-1]) == "99"
    assert parsed.html.count("<b>") == LIMIT


@given(st.text(alphabet="/@#.a1я _(){}<>:ru🇩\ud83c", max_size=60))
def test_found_entities_lie_in_the_text_and_never_overlap(text: str) -> None:
    spans = sorted((span_of(entity) for entity in detected(text)), key=lambda span: span.start)
    assert all(0 <= span.start < span.end <= units(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.text())
def test_units_are_those_of_utf16(text: str) -> None:
    assert units(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
