"""The command line: `pobratim run|sandbox|ask|…`, also `python -m bot`."""

import argparse
import asyncio
import io
import logging
import sys
from collections.abc import Callable, Sequence

from bot.cli.failure import DONE, FAILED, WRONG_USE, Failure, WrongUse
from bot.cli.logs import configure_logging
from bot.cli.parser import make_parser
from bot.cli.redaction import Redact, redaction
from bot.cli.streams import announce, complain, from_terminal, lines_typed, say, use_utf8
from bot.config import Settings, SettingsError, read_settings
from storage.catalogue import Catalogue
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.ingest.problems import DatasetError

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong use."""
    redact: Redact = str
    try:
        options = make_parser().parse_args(arguments)
        settings = read_settings()
        redact = redaction(settings.secrets)
        # Elsewhere what is told stands on the terminal, and the log would stand between.
        level = settings.log_level if _is_on_telegram(settings, options) else "WARNING"
        configure_logging(level, settings.log_format, settings.secrets)
        return (COMMANDS | FORMER_COMMANDS)[options.command](settings, options)
    except SystemExit as done:  # argparse's: help was shown, or the arguments are wrong
        return int(done.code or DONE)
    except BrokenPipeError:
        return DONE  # whoever read the output has gone
    except KeyboardInterrupt:
        return fail("interrupted", FAILED)
    except (Failure, SettingsError, StoreError, DatasetError) as error:
        wrong_use = isinstance(error, WrongUse | SettingsError)
        return fail(redact(str(error)), WRONG_USE if wrong_use else FAILED)
    except Exception:
        log.exception("this should not happen; please tell us")  # the log knows what not to tell
        return FAILED


def _is_on_telegram(settings: Settings, options: argparse.Namespace) -> bool:
    return options.command == "run" and settings.telegram_bot_token is not None


def fail(message: str, code: int) -> int:
    """Say in one line what went wrong."""
    complain(f"pobratim: {message}")
    return code


def run(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve on Telegram, or without a token in a sandbox."""
    if settings.telegram_bot_token is None:
        from bot.cli.sandbox import sandbox

        return sandbox(settings, with_bot=True)
    from bot.cli.run import run  # the others do without Telegram

    return run(settings)


def sandbox(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve a sandbox alone, for any bot."""
    from bot.cli.sandbox import sandbox

    return sandbox(settings, with_bot=False)


def health(settings: Settings, _options: argparse.Namespace) -> int:
    """Ask the running process how it is."""
    from bot.cli.health import ask_health

    well, word = ask_health(settings)
    (announce if well else complain)(word)
    return DONE if well else FAILED


def dead_letters(settings: Settings, options: argparse.Namespace) -> int:
    """Show the dead letters, let them run again, or drop them."""
    from bot.cli.dead_letters import handle_dead_letters

    if settings.bot_id is None:
        raise WrongUse("TELEGRAM_BOT_TOKEN says whose updates to look at; set it")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in asyncio.run(
        handle_dead_letters(settings.database_url, settings.bot_id, options.what, encoding)
    ):
        say(line)
    return DONE


def corrections(settings: Settings, _options: argparse.Namespace) -> int:
    """Show what people say is wrong."""
    from bot.cli.corrections import waiting_corrections

    if settings.bot_id is None:
        raise WrongUse("TELEGRAM_BOT_TOKEN says to which bot it was said; set it")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in asyncio.run(waiting_corrections(settings.database_url, settings.bot_id, encoding)):
        say(line)
    return DONE


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """Answer on the terminal: the questions given, or one a line from standard input."""
    from bot.cli.ask import answers

    use_utf8()
    typed = from_terminal(" ".join(options.question))
    questions = [typed] if options.question else lines_typed(sys.stdin, "> ")
    catalogue = asyncio.run(load(settings))
    for answer in answers(questions, catalogue, options.lang, as_json=options.json):
        say(answer)
    return DONE


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write the list as data."""
    from bot.cli.export import export as write

    use_utf8()
    write(asyncio.run(load(settings)), options.format, data := io.StringIO())
    say(data.getvalue().removesuffix("\n"))
    return DONE


def import_(settings: Settings, options: argparse.Namespace) -> int:
    """Replace the store's list by a folder's, if all of it is right."""
    from bot.cli.import_list import import_list

    say(asyncio.run(import_list(settings.database_url, options.folder)))
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
    "corrections": corrections,
    "ask": ask,
    "export": export,
    "import": import_,
}
FORMER_COMMANDS: dict[str, Command] = {"aside": dead_letters}
