"""The screens about the bot itself: welcome, help, settings, privacy, forgetting."""

from dataclasses import replace

from markupsafe import Markup

from bot import __version__
from bot.commands import COMMANDS
from bot.i18n import Translator
from bot.views.callbacks import (
    AUTOMATIC,
    ChooseLanguage,
    Forget,
    ShowAbout,
    ShowPlace,
    ShowSettings,
    pack,
)
from bot.views.labels import in_pairs, in_rows
from bot.views.parts import help_row, home_row, link, quoted
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES

EXAMPLES = ("tula", "sochi", "kiel")  # ids that the list is sure to keep


def welcome(catalogue: Catalogue, t: Translator) -> Screen:
    """What `/start` says, with things to try."""
    text = t.html(
        "welcome",
        cities=t.count("russian-cities", len(catalogue.cities)),
        countries=t.count("in-countries", len(catalogue.abroad)),
    )
    return Screen(text, examples(catalogue, t) + help_row(t))


def examples(catalogue: Catalogue, t: Translator) -> Rows:
    """Places to try, answered by a message of their own, and the two lists."""
    places = [catalogue.places[id] for id in EXAMPLES if id in catalogue.places]
    buttons = [
        replace(link(place, catalogue, t), data=pack(ShowPlace(place.id), anew=True))
        for place in places
    ]
    return in_rows(buttons, len(EXAMPLES)) + home_row(t)


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
        if command not in ("help", "start")
    ]
    anywhere = t.html("help-inline", bot=t.bot) if t.bot else ""
    commands = t.html("folded", listing=Markup("\n").join(lines))
    text = t.html("help", anywhere=anywhere, commands=commands)
    return Screen(text, examples(catalogue, t))


def about_page(catalogue: Catalogue, t: Translator) -> Screen:
    """Whose list it is and of when, its licence and revision; whose view its countries are."""
    source = catalogue.source
    told = [
        t.html(
            "about-source",
            title=source.title,
            url=source.url,
            licence=source.licence,
            month=t.month(source.year, source.month),
        )
        if source
        else t.html("about-unknown-source"),
        t.html(
            "about-counts",
            pairs=t.count("pairs", len(catalogue.pairs)),
            cities=t.count("cities-and-districts", len(catalogue.cities)),
            countries=t.count("in-countries", len(catalogue.abroad)),
        ),
        t.html("about-quoted"),
        t.html("about-credits"),
        t.html("about-revision", version=__version__, revision=catalogue.revision[:12]),
    ]
    return Screen(Markup("\n\n").join(told), home_row(t, (ShowAbout(),)) + help_row(t))


def settings_page(chosen: str | None, t: Translator) -> Screen:
    """The language that is chosen, and the others to choose."""
    # Each language by its own name: whoever is lost in another one finds home.
    own = {AUTOMATIC: t.text("language-auto")} | {it.code: it.own_name for it in LANGUAGES.values()}
    present = chosen if chosen in own else AUTOMATIC
    others = [
        Button(label, pack(ChooseLanguage(code))) for code, label in own.items() if code != present
    ]
    return Screen(t.html("settings", present=own[present]), in_pairs(others) + help_row(t))


def privacy_page(t: Translator) -> Screen:
    """What is kept, and why."""
    settings = ((Button(t.text("button-settings"), pack(ShowSettings())),),)
    return Screen(t.html("privacy"), settings + help_row(t))


def forget_question(t: Translator) -> Screen:
    """Asks before deleting."""
    rows = (
        (
            Button(t.text("button-forget"), pack(Forget("yes"))),
            Button(t.text("button-keep"), pack(Forget("no"))),
        ),
    )
    return Screen(t.html("forget-question"), rows)


def forgotten(answer: str, t: Translator, *, done: bool = True) -> Screen:
    """What was done after the question, or will be."""
    if answer != "yes":
        text = t.html("kept")
    else:
        text = t.html("forgotten") if done else t.html("forgotten-soon")
    return Screen(text, help_row(t))


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
