"""Corrections: what is asked of whoever found a mistake, and what administrators see of it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from bot.i18n import N_, Translator
from bot.views.callbacks import ManageCorrection, ReportMistake, ShowPlace, pack
from bot.views.labels import in_rows
from bot.views.marks import Mark, Topic
from bot.views.parts import quoted
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.corrections import (
    MAX_CORRECTION_CHARACTERS,
    MAX_CORRECTIONS_A_DAY,
    Correction,
    CorrectionState,
)

MAX_ANSWER_CHARACTERS = 3_000  # of an administrator; a message has 4096 for it and what is around
MAX_NUMBERS_A_ROW = 5
STATES = {
    CorrectionState.OPEN: N_("correction-open"),
    CorrectionState.ANSWERED: N_("correction-answered"),
    CorrectionState.CLOSED: N_("correction-closed"),
}


def report_button(place_id: str, t: Translator, *, short: bool = False) -> Button:
    """The button of a card for whoever finds something wrong on it."""
    label = t.text("button-report-short") if short else t.text("button-report")
    return Button(label, pack(ReportMistake(place_id)))


def report_prompt(  # noqa: PLR0913
    about: Mark,
    bot_name: str,
    catalogue: Catalogue,
    t: Translator,
    *,
    mention: str | None = None,
    remark: Markup | None = None,
) -> Screen:
    """Asks what is wrong, and takes the reply of one person alone.

    `mention`: their name, in a group, where others read it too. `remark`: why it is asked again.
    """
    place = _linked_name(about, bot_name, catalogue, t)
    if mention:
        person = Markup('<a href="tg://user?id={}">{}</a>').format(about.number, mention)
        text = t.html("report-prompt-to", person=person, place=place)
    else:
        text = t.html("report-prompt", place=place)
    parts = [remark, text] if remark else [text]
    return Screen(Markup("\n\n").join(parts), force_reply=t.text("placeholder-report"))


def too_long(t: Translator) -> Markup:
    """The remark on a reply that is more than a line."""
    return t.html("report-too-long", limit=MAX_CORRECTION_CHARACTERS)


def without_words(t: Translator) -> Markup:
    """The remark on a reply that is a picture, a sticker, a voice."""
    return t.html("report-no-words")


def thanks(kept: Correction, catalogue: Catalogue, t: Translator) -> Screen:
    """It is kept."""
    text = t.html("report-thanks", number=kept.number)
    return Screen(text, _card_row(kept.place_id, catalogue, t))


def enough(t: Translator) -> str:
    """No more is taken today, in plain words: a toast or a message."""
    return t.count("report-enough", MAX_CORRECTIONS_A_DAY)


def not_asked(t: Translator) -> str:
    """To whoever replies to what somebody else was asked."""
    return t.text("report-not-asked", button=t.text("button-report"))


def answer_to_author(to: Correction, answer: str, catalogue: Catalogue, t: Translator) -> Screen:
    """An administrator's answer, as the author of a correction gets it."""
    text = t.html("report-answer", place=_name(to.place_id, catalogue, t), answer=answer)
    return Screen(text, _card_row(to.place_id, catalogue, t))


def correction_page(it: Correction, bot_name: str, catalogue: Catalogue, t: Translator) -> Screen:
    """A correction, for administrators: a reply to this message is the answer to its author."""
    about = Mark(Topic.CORRECTION, it.number, it.place_id)
    text = t.html(
        "correction-page",
        number=it.number,
        place=_linked_name(about, bot_name, catalogue, t),
        state=t.text(STATES[it.state]),
        text=it.text,
        date=datetime.fromtimestamp(it.written_at, UTC).date().isoformat(),
        revision=it.revision[:12],
    )
    listed = Button(t.text("button-corrections"), pack(ManageCorrection("list")))
    close = Button(t.text("button-close"), pack(ManageCorrection("close", it.number)))
    return Screen(text, ((listed,) if it.state is CorrectionState.CLOSED else (close, listed),))


def correction_list(
    oldest: Sequence[Correction], number: int, catalogue: Catalogue, t: Translator
) -> Screen:
    """The oldest corrections that wait, a button for each, and how many there are in all."""
    if not oldest:
        return Screen(t.html("corrections-none"))
    lines = [
        t.html(
            "correction-line",
            number=it.number,
            place=_name(it.place_id, catalogue, t),
            text=quoted(it.text),
        )
        for it in oldest
    ]
    buttons = [
        Button(
            t.text("button-correction", number=it.number), pack(ManageCorrection("show", it.number))
        )
        for it in oldest
    ]
    heading = t.html("corrections", number=t.count("corrections-waiting", number))
    return Screen(Markup("\n").join([heading, *lines]), in_rows(buttons, MAX_NUMBERS_A_ROW))


def _name(place_id: str, catalogue: Catalogue, t: Translator) -> str:
    """The place's name; its id where the data have it no more."""
    place = catalogue.places.get(place_id)
    return t.place(place) if place else place_id


def _linked_name(about: Mark, bot_name: str, catalogue: Catalogue, t: Translator) -> Markup:
    name = _name(about.place_id, catalogue, t)
    return Markup('<a href="{}">{}</a>').format(about.link(bot_name), name)


def _card_row(place_id: str, catalogue: Catalogue, t: Translator) -> Rows:
    if place_id not in catalogue.places:
        return ()
    return ((Button(_name(place_id, catalogue, t), pack(ShowPlace(place_id), anew=True)),),)
