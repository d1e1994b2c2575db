"""Every tap on a button: read what it says, and show or do that."""

from telegram import Update

from bot.context import Context
from bot.handlers import chat, corrections, maps
from bot.handlers.browse import render
from bot.handlers.reply import answer_tap, show, tell
from bot.handlers.rights import may_change_settings
from bot.views.callbacks import (
    ChooseLanguage,
    Forget,
    ManageCorrection,
    ReportMistake,
    Route,
    ShowMap,
    ShowPairMap,
    ShowSettings,
    unpack,
)


async def tapped(update: Update, context: Context) -> None:
    """A tap on any button, of any age and from anybody; one that leads nowhere gets a toast."""
    query = update.callback_query
    route = unpack(query.data or "") if query else None
    match route:
        case Route(ShowSettings()):
            await chat.settings(update, context)
        case Route(ShowMap() as tap):
            await maps.send_map(update, context, tap)
        case Route(ShowPairMap() as tap):
            await maps.send_map(update, context, tap)
        case Route(ChooseLanguage() | Forget()) if not await may_change_settings(update, context):
            await tell(update, (await context.translator(update)).text("administrators-only"))
        case Route(ChooseLanguage(language)):
            await chat.choose_language(update, context, language)
        case Route(Forget(answer)):
            await chat.forget(update, context, answer)
        case Route(ReportMistake(place_id)):
            await corrections.ask(update, context, place_id)
        case Route(ManageCorrection() as tap):
            await corrections.manage(update, context, tap)
        case _:
            t = await context.translator(update)
            screen = render(route.tap, route.back, context.services, t) if route else None
            if route and screen:
                await show(update, context, screen, anew=route.anew)
            elif query:
                await answer_tap(query, t.text("button-outdated"))
