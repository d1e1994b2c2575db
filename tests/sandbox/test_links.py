"""Which links Telegram takes, what it makes of them, and what it says against the others."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.links import LinkError, address, checked

SCHEMES = ("http://", "https://", "tg://", "ton://", "tonsite://")


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.com/x?y=1#z", "https://example.com/x?y=1#z"),
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM/Xy", "https://example.com/Xy"),
        ("example.com/x", "http://example.com/x"),
        ("t.me/bot?start=", "http://t.me/bot?start="),
        ("example.com?u=https://a.ru", "http://example.com/?u=https://a.ru"),
        ("example.com:0080/x y", "http://example.com:80/x%20y"),
        ("user:word@example.com", "http://user:word@example.com/"),
        ("пример.рф", "http://пример.рф/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("127.0.0.1/x", "http://127.0.0.1/x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("TG:resolve?domain=x", "tg://resolve?domain=x"),
        ("ton://transfer/abc", "ton://transfer/abc"),
        ("tonsite://a.ton", "tonsite://a.ton/"),
    ],
)
def test_a_link_gets_what_it_lacks(link: str, kept: str) -> None:
    assert checked(link) == kept
    assert checked(kept) == kept


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "URL host is empty"),
        ("nonsense", "Wrong HTTP URL"),
        ("http://localhost/x", "Wrong HTTP URL"),
        ("/x.html", "URL host is empty"),
        ("./x", "Host is invalid"),
        ("ftp://example.com", "Unsupported URL protocol"),
        ("javascript://example.com/%0aalert(1)", "Unsupported URL protocol"),
        ("javascript:alert(1)//.", "Wrong port number"),
        ("javascript:1//.", "Wrong HTTP URL"),
        ("data:text/html,x.y", "Wrong port number"),
        ("tel:+74872000000", "Wrong port number"),
        ("example.com:99999", "Wrong port number"),
        ("example.com:0", "Wrong port number"),
        ("exa mple.com", "Disallowed character"),
        ('a"b.com', "Disallowed character"),
        ("tg://a.b/x", "Wrong tg URL"),
        ("tg://user@x", "Wrong tg URL"),
        ("tg://x:1", "Wrong tg URL"),
        ("tg:https://example.com", "Wrong"),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(link: str, words: str) -> None:
    with pytest.raises(LinkError, match=words):
        checked(link)


@given(st.text(alphabet="htpsgjavcri:/?#@.[]%a1 \n\"'<", max_size=30))
def test_whatever_is_taken_has_a_scheme_that_is_known(link: str) -> None:
    with suppress(LinkError):
        assert checked(link).startswith(SCHEMES)


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("example.com/?u=http://a.ru", "http://example.com/?u=http://a.ru"),
        ("ftp://example.com/x", "ftp://example.com/x"),
        ("ton://transfer/abc", "ton://transfer/abc"),
    ],
)
def test_a_link_that_was_found_leads_where_it_says(text: str, leads: str) -> None:
    assert address({"type": "url", "offset": 0, "length": len(text)}, text) == leads
