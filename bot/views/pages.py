"""The screens about the bot itself: welcome, help, settings, privacy, forgetting."""

from dataclasses import replace

from markupsafe import Markup

from bot import __version__
from bot.commands import COMMANDS
from bot.i18n import Translator
from bot.views.answer import examples, quoted
from bot.views.callbacks import ChooseLanguage, Forget, ShowHelp, ShowSettings, pack
from bot.views.screen import Button, Screen, in_rows
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES


def welcome(catalogue: Catalogue, t: Translator) -> Screen:
    """What `/start` says, with things to try."""
    text = t.html(
        "welcome",
        cities=t.count("cities", len(catalogue.cities)),
        countries=t.count("in-countries", len(catalogue.countries)),
    )
    help_button = Button(t.text("button-help"), pack(ShowHelp()))
    return Screen(text, (*examples(catalogue, t), (help_button,)))


def unknown_link(payload: str, catalogue: Catalogue, t: Translator) -> Screen:
    """The welcome of somebody whose link names nothing that is known."""
    greeting = welcome(catalogue, t)
    told = t.html("unknown-link", link=quoted(payload))
    return replace(greeting, text=Markup("\n\n").join([told, greeting.text]))


def help_page(catalogue: Catalogue, t: Translator) -> Screen:
    """What can be asked, and every command."""
    lines = [
        t.html("help-command", command=command, does=t.text(key))
        for command, key in COMMANDS.items()
    ]
    return Screen(t.html("help", commands=Markup("\n").join(lines)), examples(catalogue, t))


def settings_page(chosen: str | None, t: Translator) -> Screen:
    """The language, with the present choice marked."""

    def choice(language: str, label: str) -> Button:
        mark = "✓ " if language == (chosen or "auto") else ""
        return Button(mark + label, pack(ChooseLanguage(language)))

    rows = (
        (choice("auto", t.text("language-auto")),),
        # Each language by its own name: whoever is lost in the other one finds home.
        *in_rows([choice(it.code, it.own_name) for it in LANGUAGES.values()], 2),
    )
    return Screen(t.html("settings"), rows)


def privacy_page(t: Translator) -> Screen:
    """What is kept, and why."""
    return Screen(t.html("privacy"), ((Button(t.text("button-settings"), pack(ShowSettings())),),))


def forget_question(t: Translator) -> Screen:
    """Asks before deleting."""
    rows = (
        (
            Button(t.text("button-forget"), pack(Forget("yes"))),
            Button(t.text("button-keep"), pack(Forget("no"))),
        ),
    )
    return Screen(t.html("forget-question"), rows)


def forgotten(answer: str, t: Translator) -> Screen:
    """What was done after the question."""
    return Screen(t.html("forgotten") if answer == "yes" else t.html("kept"))


def status_page(catalogue: Catalogue, t: Translator) -> Screen:
    """What the process serves, for administrators."""
    text = t.html(
        "status",
        version=__version__,
        revision=catalogue.revision[:12],
        cities=t.count("cities", len(catalogue.cities)),
        twinnings=len(catalogue.twinnings),
        places=len(catalogue.places),
    )
    return Screen(text)
