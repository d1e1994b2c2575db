"""The documents say what is true."""

import re
from pathlib import Path

import pytest

from bot.app import handlers
from bot.cli.main import COMMANDS as SUBCOMMANDS
from bot.commands import COMMANDS
from bot.config import Settings
from bot.i18n import Translator

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_command_has_a_handler_a_description_and_a_line_in_the_readme(t: Translator) -> None:
    handled = {name for handler in handlers() for name in getattr(handler, "commands", ())}
    assert handled == {*COMMANDS, "status"}
    assert all(t.text(key) != key for key in COMMANDS.values())
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


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|storage)/[\w/]+\.py)`", ARCHITECTURE)))
)
def test_every_file_that_the_architecture_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{document.name}: {target}"
