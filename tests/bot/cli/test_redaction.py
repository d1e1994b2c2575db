"""Secrets are cut out in whatever form they are quoted."""

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from bot.cli.redaction import redaction

HALF = "AAG-x_9fQ2sLkZ0vbTq7wErtYuIoPasDfGh"
TOKEN = f"123456:{HALF}"
PASSWORD = 'p@ss/wörd "with" all&<more>'

FORMS: list[Callable[[str], str]] = [
    str,
    quote,
    lambda secret: quote(secret, safe=""),
    lambda secret: quote(quote(secret, safe=""), safe=""),
    quote_plus,
    lambda secret: "".join(f"%{octet:02X}" for octet in secret.encode()),
    lambda secret: "".join(f"%{octet:02x}" for octet in secret.encode()),
    json.dumps,
    lambda secret: json.dumps(json.dumps(secret)),
    lambda secret: "".join(f"\\u{ord(char):04X}" for char in secret),
    lambda secret: "".join(f"\\x{octet:02x}" for octet in secret.encode()),
    repr,
    html.escape,
    lambda secret: "".join(f"&#{ord(char)};" for char in secret),
    lambda secret: "".join(f"&#x{ord(char):X};" for char in secret),
    lambda secret: secret.encode().hex(),
    lambda secret: secret.encode().hex().upper(),
    lambda secret: b64encode(secret.encode()).decode(),
    lambda secret: urlsafe_b64encode(f"user:{secret}".encode()).decode(),
    lambda secret: quote(b64encode(f"ab{secret}!".encode()).decode(), safe=""),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [TOKEN, HALF, PASSWORD])
def test_a_secret_is_cut_out_in_any_form(form: Callable[[str], str], secret: str) -> None:
    told = redaction([TOKEN, PASSWORD])(f"<a href='{form(secret)}'>look</a>")
    assert "[token]" in told
    assert told.startswith("<a href='")
    assert told.endswith("'>look</a>")
    rest = told.removeprefix("<a href='").removesuffix("'>look</a>")
    assert len(rest.replace("[token]", "")) < 22  # no more than quotes and outer digits


def test_all_is_left_that_is_no_secret() -> None:
    text = "GET /bot/getMe 123456:AAG 100%25 &#58; AAG-x_9f"
    assert redaction([TOKEN])(text) == text
    assert redaction([])(TOKEN) == TOKEN


def test_a_secret_that_stands_in_many_words_is_none() -> None:
    assert redaction(["abc", "1:x"])("abc x 1") == "abc x 1"


def test_a_secret_inside_of_another_does_not_save_its_rest() -> None:
    assert redaction(["long", "longer-secret"])("longer-secret long") == "[token] [token]"
