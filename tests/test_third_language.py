"""A language is one row and its texts: a copy of the bot that has learnt one more."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
ROW = "LANGUAGES = {language.code: language for language in (RUSSIAN, ENGLISH)}"
WITH_A_THIRD = ROW.replace("ENGLISH)", 'ENGLISH, Language("de", "Deutsch", frozenset({"lb"})))')
PLACEHOLDER = re.compile(r"(\{\w+\}|<[^>]+>)")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with a row for German, whose texts are the English ones in other letters."""
    for folder in ("bot", "storage", "locales", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "page", "*.pyc")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    languages = tmp_path / "storage/languages.py"
    source = languages.read_text(encoding="utf-8")
    assert ROW in source
    languages.write_text(source.replace(ROW, WITH_A_THIRD), encoding="utf-8")
    catalogue = tmp_path / "locales/en/LC_MESSAGES/pobratim.po"
    with catalogue.open("rb") as file:
        texts = read_po(file, locale="de")
    for message in texts:
        if message.id:
            one, forms = isinstance(message.string, str), message.string or ()
            message.string = made_up(str(forms)) if one else tuple(map(made_up, forms))
    target = tmp_path / "locales/de/LC_MESSAGES/pobratim.po"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_po(file, texts)
    return tmp_path


def made_up(text: str) -> str:
    """The text with every vowel an umlaut: a text of another language shows at once."""
    umlauts = str.maketrans("aeiouAEIOU", "äëïöüÄËÏÖÜ")
    parts = PLACEHOLDER.split(text)
    return "".join(p if PLACEHOLDER.fullmatch(p) else p.translate(umlauts) for p in parts)


def python(copy: Path, *arguments: str) -> str:
    env = os.environ | {"PYTHONPATH": str(copy)}
    command = [sys.executable, *arguments]
    ran = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_third_language_needs_a_row_and_texts_and_every_screen_is_whole_in_it(
    copy: Path,
) -> None:
    screens = ["tests/bot/views/test_screens.py", "tests/test_locales.py"]
    told = python(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "de and not leads", *screens
    )
    assert re.search(r"^\d+ passed", told, re.MULTILINE)


def test_it_can_be_chosen_is_answered_and_has_its_menu(copy: Path) -> None:
    told = python(
        copy,
        "-c",
        "from bot.i18n import translator\n"
        "from bot.menu import MENUS\n"
        "from bot.views.callbacks import ChooseLanguage, pack, unpack\n"
        "from bot.views.pages import settings_page\n"
        "from storage.languages import language_of\n"
        "german = language_of('lb')\n"
        "print(german.code, *MENUS)\n"
        "print(unpack(pack(ChooseLanguage('de'))))\n"
        "screen = settings_page('de', translator(german))\n"
        "print([b.label for row in screen.rows for b in row], screen.plain_text)\n",
    )
    assert "de  ru de" in told
    assert "ChooseLanguage(language='de')" in told
    assert "'Русский', 'English'" in told
    assert "Längüägë öf thïs chät: Deutsch" in told
