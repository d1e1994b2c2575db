"""The documents say what is true."""

import inspect
import re
from pathlib import Path

import pytest

from bot.answered import Answered
from bot.app import handlers
from bot.cli.main import COMMANDS as SUBCOMMANDS
from bot.commands import ADMIN_COMMANDS, COMMANDS
from bot.config import Settings
from bot.handlers import browse
from bot.handlers.taps import tapped
from bot.i18n import Translator
from bot.views.callbacks import TAPS, Tap

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_command_has_a_handler_a_description_and_a_line_in_the_readme(t: Translator) -> None:
    handled = {
        name for handler in handlers(Answered()) for name in getattr(handler, "commands", ())
    }
    assert handled == {*COMMANDS, *ADMIN_COMMANDS}
    assert all(t.text(key) != key for key in (COMMANDS | ADMIN_COMMANDS).values())
    for command in handled:
        assert re.search(rf"^\| `/{command}\b", README, re.MULTILINE), command


def test_every_subcommand_has_a_line_in_the_readme() -> None:
    for command in SUBCOMMANDS:
        assert f"| `pobratim {command}" in README


def test_every_setting_is_in_the_readme_and_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert re.search(rf"^\| .*`{name.upper()}`.* \|", README, re.MULTILINE), name
        assert re.search(rf"^#?{name.upper()}=", example, re.MULTILINE), name


def test_every_button_is_read_and_leads_somewhere() -> None:
    # By name: a dataclass with slots is a class made anew.
    assert {tap.__name__ for tap in Tap.__subclasses__()} == {tap.__name__ for tap in TAPS}
    handled = inspect.getsource(browse) + inspect.getsource(tapped)
    assert [
        tap.__name__
        for tap in TAPS
        if f"case {tap.__name__}(" not in handled and f"case Route({tap.__name__}(" not in handled
    ] == []


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_every_file_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|storage|tests|locales|deploy|docs)/[\w/.-]*)`", text))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_module_that_the_architecture_names_by_its_file_exists() -> None:
    known = {path.name for path in (*ROOT.glob("bot/**/*"), *ROOT.glob("storage/**/*"))}
    assert set(re.findall(r"`(\w+\.(?:py|js|txt|csv))`", ARCHITECTURE)) <= known


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{document.name}: {target}"
