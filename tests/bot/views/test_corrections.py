"""Screens of corrections: whole, within the limits, and on a phone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.i18n import Translator, translator
from bot.sandbox.markup import parse_html
from bot.views.callbacks import ListCountries
from bot.views.corrections import (
    MAX_ANSWER_CHARACTERS,
    answer_to_author,
    correction_list,
    correction_page,
    enough,
    not_asked,
    report_prompt,
    thanks,
    too_long,
)
from bot.views.group import for_group
from bot.views.marks import Mark, Topic
from bot.views.place import place_card
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.corrections import MAX_CORRECTION_CHARACTERS, Correction, CorrectionState
from storage.languages import ENGLISH, RUSSIAN
from tests.bot.views.phone import cut_labels
from tests.bot.views.test_screens import check_limits

SAID = Correction(
    "tula", "0123456789abcdef", "Керчь <уже> не побратим", 1_700_000_000.0, 7, 7, 1, None, "ru",
    number=12,
)  # fmt: skip
TOAST = 200  # characters
NOTHING = Catalogue("r", [], [])


def test_a_question_in_private(catalogue: Catalogue) -> None:
    about = Mark(Topic.REPORT, 7, "tula")
    assert report_prompt(about, "bot", catalogue, translator(RUSSIAN)) == Screen(
        Markup(
            'Что не так на карточке «<a href="https://t.me/bot?start=tula#report-7">Тула</a>»? '
            "Ответьте на это сообщение в двух словах — передам тем, кто ведёт список."
        ),
        force_reply="Что исправить",
    )


def test_a_question_in_a_group_mentions_who_is_asked(catalogue: Catalogue) -> None:
    about = Mark(Topic.REPORT, 7, "kiel")
    remark = too_long(translator(ENGLISH))
    screen = report_prompt(
        about, "bot", catalogue, translator(ENGLISH), mention="<Ben>", remark=remark
    )
    told, _, question = screen.text.partition("\n\n")
    assert told == "That is too long: I can pass on 1000 characters at most."
    assert question.startswith('<a href="tg://user?id=7">&lt;Ben&gt;</a>, what is wrong')


def test_a_correction_as_an_administrator_sees_it(catalogue: Catalogue) -> None:
    assert correction_page(SAID, "bot", catalogue, translator(RUSSIAN)) == Screen(
        Markup(
            '<b>№ 12</b> · <a href="https://t.me/bot?start=tula#correction-12">Тула</a> · открыто\n'
            "<blockquote>Керчь &lt;уже&gt; не побратим</blockquote>\n"
            "Написано 2023-11-14, данные 0123456789ab. "
            "Ответьте на это сообщение — ответ получит автор."
        ),
        ((Button("Закрыть", "d:close:12"), Button("Все замечания", "d:list:0")),),
    )


@given(st.text(min_size=1, max_size=MAX_CORRECTION_CHARACTERS).filter(str.strip))
def test_whatever_somebody_writes_an_administrator_reads_it_as_it_was_written(text: str) -> None:
    page = correction_page(replace(SAID, text=text), "bot", NOTHING, translator(RUSSIAN))
    assert text in parse_html(page.text).text
    answer = answer_to_author(SAID, text, NOTHING, translator(ENGLISH))
    assert parse_html(answer.text).text.endswith(text)


def test_one_that_is_closed_cannot_be_closed_again(catalogue: Catalogue, t: Translator) -> None:
    closed = correction_page(replace(SAID, state=CorrectionState.CLOSED), "bot", catalogue, t)
    assert [button.data for row in closed.rows for button in row] == ["d:list:0"]


def test_the_longest_texts_keep_the_limits_and_no_label_is_cut(
    catalogue: Catalogue, t: Translator
) -> None:
    longest = replace(SAID, text="&" * MAX_CORRECTION_CHARACTERS, number=999_999_999)
    screens = [
        correction_page(longest, "b" * 32, catalogue, t),
        correction_list([longest] * 10, 10_000, catalogue, t),
        answer_to_author(longest, "&" * MAX_ANSWER_CHARACTERS, catalogue, t),
        thanks(longest, catalogue, t),
        report_prompt(Mark(Topic.REPORT, 10**15, "tula"), "b" * 32, catalogue, t, mention="Ы" * 64),
    ]
    for screen in screens:
        check_limits(screen)
        check_limits(for_group(screen))
        assert cut_labels(screen) == []
    assert len(t.text("placeholder-report")) <= 64


def test_what_is_told_in_a_toast_fits_one(t: Translator) -> None:
    for text in (enough(t), not_asked(t), t.text("correction-gone")):
        assert len(text) <= TOAST


def test_every_card_has_the_button_in_private_and_in_a_group(
    catalogue: Catalogue, t: Translator
) -> None:
    for place in catalogue.places.values():
        for back in ((), (ListCountries(2),)):
            card = place_card(place, catalogue, t, back)
            for screen in (card, for_group(card)):
                data = [button.data for row in screen.rows for button in row]
                assert data.count(f"q:{place.id}") == 1
