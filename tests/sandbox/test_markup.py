"""The sandbox parses HTML as strictly as Telegram."""

import pytest

from bot.sandbox.markup import MarkupError, parse_html, plain


def test_tags_become_entities_with_offsets_in_utf16_units() -> None:
    parsed = parse_html("🇩🇪 <b>Киль</b> &lt;<i>x</i>&gt;")
    assert parsed.text == "🇩🇪 Киль <x>"
    assert parsed.entities == [
        {"type": "bold", "offset": 5, "length": 4},
        {"type": "italic", "offset": 11, "length": 1},
    ]


def test_a_link_to_a_person_mentions_them_by_the_name_that_is_written() -> None:
    parsed = parse_html('<a href="tg://user?id=1001">Анна @x</a>, <a href="tg://user?id=x">y</a>')
    anna = {"id": 1001, "is_bot": False, "first_name": "Анна @x"}
    assert parsed.entities[0] == {"type": "text_mention", "offset": 0, "length": 7, "user": anna}
    assert parsed.mentioned == [1001]
    assert parsed.html.startswith('<span class="hashtag">Анна @x</span>, ')


def test_html_is_given_back_safe() -> None:
    source = "<blockquote expandable>a &amp; b</blockquote>"
    assert parse_html(source).html == '<blockquote class="expandable">a &amp; b</blockquote>'
    assert plain("<script>").html == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("ы<script>x</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("a < b", "Unsupported start tag at byte offset 2"),
        ("<span>x</span>", 'Unsupported start tag "span"'),
        ("<br>", 'Unsupported start tag "br"'),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(source: str, words: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert words in str(caught.value)


def test_a_link_is_kept_as_telegram_keeps_it_and_a_refused_one_is_plain_text() -> None:
    good = '<a href="t.me/x">a</a> <a href="ton://transfer/x">b</a> <a>c.ru</a> '
    bad = '<a href="javascript:alert(1)">d</a> <a href="ftp://x.ru">e</a> <a>f</a>'
    parsed = parse_html(good + bad)
    assert parsed.text == "a b c.ru d e f"
    assert [entity["url"] for entity in parsed.entities] == [
        "http://t.me/x",
        "ton://transfer/x",
        "http://c.ru/",
    ]


def test_an_unknown_entity_stands_for_itself() -> None:
    assert parse_html("&nbsp; & &#1058;&#x443;").text == "&nbsp; & Ту"


def test_code_in_a_block_is_one_entity_with_its_language() -> None:
    parsed = parse_html('<pre><code class="language-python">x = 1</code></pre> <code>y</code>')
    assert parsed.entities == [
        {"type": "pre", "offset": 0, "length": 5, "language": "python"},
        {"type": "code", "offset": 6, "length": 1},
    ]
