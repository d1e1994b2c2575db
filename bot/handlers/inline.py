"""Inline mode: `@bot Tul` in any chat, answered as one types."""

from dataclasses import replace
from functools import partial

from markupsafe import escape
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.context import Context, Services
from bot.handlers.keyboard import keyboard
from bot.handlers.links import INLINE
from bot.handlers.reply import LATE, MARKUP, NO_PREVIEW, log, says
from bot.i18n import Translator
from bot.views.answer import answer
from bot.views.inline import Article, article, for_any_chat
from bot.views.screen import Screen
from storage.geography import distance_km
from storage.search.answer import Found
from storage.search.completion import Complete

RESULTS_A_PAGE = 8  # a phone shows some six at once; more would be worked out in vain
NEAREST = 3  # cities that stand first for who tells where they are
CACHE_SECONDS = 300  # Telegram asks no more often; whoever changes their language waits as long


async def inline_query(update: Update, context: Context) -> None:
    """Answers with what the words may become; without words, with what is asked for most."""
    query = update.inline_query
    if query is None:
        return
    services, t = context.services, await context.translator(update)
    found = _found(query, services)
    begin = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 6 else 0
    page = found[begin : begin + RESULTS_A_PAGE]
    following = begin + len(page)
    await _answer(
        query,
        [_article(it, services, t) for it in page],
        next_offset=str(following) if following < len(found) else "",
        button=InlineQueryResultsButton(
            t.text("inline-open") if found else t.text("inline-nothing"), start_parameter=INLINE
        ),
    )


def _found(query: InlineQuery, services: Services) -> tuple[Complete, ...]:
    found = services.search.complete(query.query)
    if query.query.strip() or query.location is None:
        return found
    here = query.location.latitude, query.location.longitude
    nearest = sorted(services.catalogue.cities, key=lambda city: distance_km(here, city.at))
    return tuple(dict.fromkeys((*map(Found, nearest[:NEAREST]), *found)))


def _article(found: Complete, services: Services, t: Translator) -> Article:
    catalogue = services.catalogue

    def make() -> Screen:
        return for_any_chat(answer(found, "", catalogue, t), t.lang)

    return article(found, services.screen(("any chat", found), t, make), catalogue, t)


async def _answer(
    query: InlineQuery,
    articles: list[Article],
    next_offset: str,
    button: InlineQueryResultsButton,
) -> None:
    """Give the results, if they are still wanted; what is no HTML to Telegram as plain text."""
    give = partial(
        query.answer,
        cache_time=CACHE_SECONDS,
        is_personal=True,  # in the language of who asks
        next_offset=next_offset,
        button=button,
    )
    try:
        await give([_result(n, it, query.get_bot()) for n, it in enumerate(articles)])
    except BadRequest as error:
        if says(error, MARKUP):
            log.exception("a text was not understood as HTML")
            plain = [_plain(article) for article in articles]
            await give([_result(n, it, query.get_bot()) for n, it in enumerate(plain)])
        elif not says(error, *LATE):
            raise


def _plain(it: Article) -> Article:
    return replace(it, screen=replace(it.screen, text=escape(it.screen.plain_text)))


def _result(number: int, it: Article, bot: Bot) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=str(number),
        title=it.title,
        description=it.description,
        input_message_content=InputTextMessageContent(
            it.screen.text, ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=keyboard(it.screen.rows, bot),
    )
