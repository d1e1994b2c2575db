"""`/path Tula Kiel`: the chain of twin towns between two places."""

from telegram import Update

from bot.context import Context, Services
from bot.handlers.browse import render
from bot.handlers.reply import show
from bot.i18n import Translator
from bot.views.answer import answer
from bot.views.callbacks import ChooseOther, ShowChain
from bot.views.ends import ask_for_two, unclear_ends
from bot.views.pair import pair_page
from bot.views.screen import Screen
from storage.search.ends import ends_of


async def path(update: Update, context: Context) -> None:
    """`/path Tula Kiel`; with one name it asks for the other, without any for both."""
    t = await context.translator(update)
    question = " ".join(context.args or ())
    screen = (
        _answered(question, context.services, t)
        if question
        else ask_for_two(context.services.catalogue, t)
    )
    if screen:
        await show(update, context, screen)


def _answered(question: str, services: Services, t: Translator) -> Screen | None:
    ends = ends_of(question, services.search)
    match [end.place for end in ends if end.place]:
        case [one] if len(ends) == 1:
            return render(ChooseOther(one.id), (), services, t)
        case [one, other]:
            return render(ShowChain(one.id, other.id), (), services, t)
        case [_, _, _, *_] as places:
            return pair_page(places, services.catalogue, t)
        case _ if len(ends) == 1:
            return answer(ends[0].answer, question, services.catalogue, t)
        case _:
            return unclear_ends(ends, services.catalogue, t)
