"""The command line: `pobratim run|sandbox|ask|…`, also `python -m bot`."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pydantic import SecretStr

from bot import __version__
from bot.cli.logs import configure_logging
from bot.config import Settings, SettingsError, read_settings
from storage.catalogue import Catalogue
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.ingest.dataset import read_dataset
from storage.ingest.problems import DatasetError
from storage.languages import LANGUAGES

DONE, FAILED, WRONG_USE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to look."""
        self.exit(WRONG_USE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong use."""
    options = make_parser().parse_args(arguments)
    try:
        settings = read_settings()
        return (COMMANDS | FORMER_COMMANDS)[options.command](settings, options)
    except SettingsError as error:
        return fail(str(error), WRONG_USE)
    except (StoreError, DatasetError) as error:
        return fail(str(error), FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone; Python would complain at exit
        return DONE
    except KeyboardInterrupt:
        return FAILED


def fail(message: str, code: int) -> int:
    """Say in one line what went wrong."""
    print(f"pobratim: {message}", file=sys.stderr)
    return code


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
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    export = commands.add_parser("export", help="write the list as data")
    export.add_argument("--format", choices=("csv", "json"), required=True)
    commands.add_parser("health", help="ask the running bot how it is")
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


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve on Telegram, or without a token in a sandbox."""
    from bot.delivery import serve  # ask and export do without Telegram

    if settings.telegram_bot_token is None:
        configure_logging("WARNING", settings.log_format)
        return sandbox(settings, options)
    configure_logging(settings.log_level, settings.log_format, settings.secrets)
    return served(serve.run(settings), settings)


def sandbox(settings: Settings, options: argparse.Namespace) -> int:
    """A Bot API server with a chat page; alone, or for `run` with the bot talking to it."""
    from bot.delivery import serve
    from bot.sandbox.server import TOKEN, Sandbox

    async def serve_sandbox() -> None:
        async with Sandbox().serve(settings.host, settings.port) as address:
            if options.command == "run":
                print(
                    f"Open {address} in a browser and talk with the bot; "
                    "no Telegram is needed. Ctrl-C ends.",
                    flush=True,
                )
                own = {"telegram_api_url": address, "telegram_bot_token": SecretStr(TOKEN)}
                own_way = settings.model_copy(update=own | {"webhook_url": None})
                await serve.run(own_way, in_sandbox=True)
            else:
                print(
                    f"Open {address} in a browser, and start a bot with "
                    f"TELEGRAM_API_URL={address} TELEGRAM_BOT_TOKEN={TOKEN}. Ctrl-C ends.",
                    flush=True,
                )
                await serve.stopped()

    return served(serve_sandbox(), settings)


def served(serving: Coroutine[Any, Any, None], settings: Settings) -> int:
    """Serve to the end; says in one line why it could not."""
    from telegram.error import InvalidToken

    try:
        asyncio.run(serving)
    except InvalidToken:
        return fail("Telegram does not know this token; check TELEGRAM_BOT_TOKEN", FAILED)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        return fail(f"cannot listen on {where} ({error.strerror}); set HOST or PORT", FAILED)
    return DONE


def health(settings: Settings, _options: argparse.Namespace) -> int:
    """Ask the running process how it is."""
    from bot.cli.health import ask_health

    well, word = ask_health(settings)
    print(word, file=sys.stdout if well else sys.stderr)
    return DONE if well else FAILED


def dead_letters(settings: Settings, options: argparse.Namespace) -> int:
    """Show the dead letters, let them run again, or drop them."""
    from bot.cli.dead_letters import handle_dead_letters

    if settings.bot_id is None:
        return fail("TELEGRAM_BOT_TOKEN says whose updates to look at; set it", WRONG_USE)
    for line in asyncio.run(
        handle_dead_letters(settings.database_url, settings.bot_id, options.what)
    ):
        print(line)
    return DONE


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """Answer on the terminal: the questions given, or one a line from standard input."""
    from bot.cli.ask import answers, questions_typed

    catalogue = asyncio.run(load(settings))
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    questions = (
        [" ".join(options.question)] if options.question else questions_typed(sys.stdin, "> ")
    )
    for answer in answers(questions, catalogue, options.lang, as_json=options.json):
        print(answer, flush=True)
    return DONE


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write the list as data."""
    from bot.cli.export import export as write

    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    write(asyncio.run(load(settings)), options.format, sys.stdout)
    return DONE


def import_(settings: Settings, options: argparse.Namespace) -> int:
    """Replace the store's list by a folder's, if all of it is right."""
    dataset = read_dataset(options.folder)

    async def replace() -> bool:
        async with await Store.open(settings.database_url) as store:
            return await store.replace_dataset(dataset)

    changed = asyncio.run(replace())
    counts = f"{len(dataset.twinnings)} twinnings of {len(dataset.places)} places"
    print(f"imported {counts}" if changed else f"unchanged: {counts} were there already")
    return DONE


async def load(settings: Settings) -> Catalogue:
    """The store's catalogue; an empty store is filled first."""
    async with await Store.open(settings.database_url) as store:
        return await store.load_catalogue()


Command = Callable[[Settings, argparse.Namespace], int]
COMMANDS: dict[str, Command] = {
    "run": run,
    "sandbox": sandbox,
    "health": health,
    "dead-letters": dead_letters,
    "ask": ask,
    "export": export,
    "import": import_,
}
FORMER_COMMANDS: dict[str, Command] = {"aside": dead_letters}
