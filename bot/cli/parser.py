"""The command line's grammar."""

import argparse
from pathlib import Path
from typing import NoReturn

from bot import __version__
from bot.cli.failure import WRONG_USE
from bot.cli.streams import complain, say
from storage.languages import LANGUAGES


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to look."""
        complain(f"{self.prog}: {message}; see {self.prog} --help")
        raise SystemExit(WRONG_USE)

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002
        # Help and the version come through here; argparse itself overlooks what goes wrong.
        say(message.removesuffix("\n"))


def make_parser() -> Parser:
    """The command line's grammar."""
    parser = Parser(prog="pobratim", description="A Telegram bot about the twin towns of Russia.")
    parser.add_argument("--version", action="version", version=f"pobratim {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="serve the bot: on Telegram, or without a token in the sandbox")
    commands.add_parser("sandbox", help="serve a local Bot API with a chat page, for any bot")
    ask = commands.add_parser("ask", help="answer questions on the terminal")
    ask.add_argument(
        "question", nargs="*", help="a name; without it, one a line from standard input"
    )
    ask.add_argument(
        "--lang", choices=tuple(LANGUAGES), help="default: the language of the question"
    )
    ask.add_argument(
        "--json",
        action="store_true",
        help="one JSON object a line: outcome (found, choices, suggestions, pair, country, group,"
        " nothing), places, text, and the country or group that was meant or narrows the answer",
    )
    export = commands.add_parser("export", help="write the list as data")
    export.add_argument("--format", choices=("csv", "json"), required=True)
    commands.add_parser("health", help="ask the running bot how it is")
    commands.add_parser(
        "corrections", help="what people say is wrong, and nobody has answered: one JSON a line"
    )
    dead = commands.add_parser(
        "dead-letters", aliases=["aside"], help="updates that could not be handled"
    )
    dead.add_argument(
        "what", nargs="?", choices=("list", "retry", "drop"), default="list",
        help="show them (default), let them run at the next start, or forget them",
    )  # fmt: skip
    own = commands.add_parser("import", help="replace the list by one of your own")
    own.add_argument("folder", type=Path, help="with the files of storage/data")
    return parser
