"""Maps: `/map Tula`, and the buttons on cards. A map is drawn once, then sent by its file id."""

import logging
from dataclasses import replace

from markupsafe import Markup
from telegram import Update
from telegram.error import BadRequest

from bot.context import Context, Services
from bot.handlers import questions
from bot.handlers.photo import send_photo, uploading
from bot.handlers.reply import AnsweredTapError, answer_tap, says, show_anew
from bot.i18n import Translator
from bot.maps.drawing import STYLE, MapError
from bot.views.callbacks import ShowMap, ShowPairMap
from bot.views.maps import Picture, picture_of
from storage.database.errors import StoreError
from storage.database.pictures import PictureKey
from storage.search.answer import Found, Pair

log = logging.getLogger(__name__)

# What Telegram says, in lower case, of a file id that is another bot's, or out of date.
WRONG_FILE = (
    "wrong file",
    "wrong remote file",
    "file_reference",
    "file_id",
    "of type photo",  # can't use file of type Sticker as Photo
    "media_empty",
)


async def show_map(update: Update, context: Context) -> None:
    """`/map Tula`, `/map Tula, Kiel`; what names neither one place nor two is a question."""
    words = " ".join(context.args or ())
    match context.services.search.ask(words):
        case Found(place=place):
            await send_map(update, context, ShowMap(place.id))
        case Pair(places=(one, other)):
            await send_map(update, context, ShowPairMap(one.id, other.id))
        case _:
            await questions.twins(update, context)


async def send_map(update: Update, context: Context, tap: ShowMap | ShowPairMap) -> None:
    """Send what the button promises, in a message of its own. Raises AnsweredTapError."""
    query, t = update.callback_query, await context.translator(update)
    picture = picture_of(tap, context.services.catalogue, t)
    if query and (picture is None or query.message is None):
        await answer_tap(query, t.text("map-not-here") if picture else t.text("button-outdated"))
    elif query and picture:
        await answer_tap(query)
        try:
            await _send(update, context, picture, t)
        except Exception as error:
            raise AnsweredTapError from error
    elif picture:
        await _send(update, context, picture, t)


async def _send(update: Update, context: Context, picture: Picture, t: Translator) -> None:
    services = context.services
    key = PictureKey(picture.shows, t.lang, f"{services.catalogue.revision}.{STYLE}")
    if await _sent_again(update, services, picture, key):
        return
    try:
        async with uploading(update):
            drawn = await services.draw(picture.subject)
    except MapError:
        log.exception("a map could not be drawn")
        text = Markup("\n\n").join([t.html("map-failed"), picture.caption.text])
        await show_anew(update, context, replace(picture.caption, text=text))
        return
    sent = await send_photo(update, drawn, picture.caption)
    if sent and sent.photo:
        await _remember(services, key, sent.photo[-1].file_id)


async def _sent_again(
    update: Update, services: Services, picture: Picture, key: PictureKey
) -> bool:
    """Send the picture by its id; False where there is none that Telegram takes."""
    try:
        file_id = await services.pictures.file_id(key)
    except StoreError:
        return False
    if file_id is None:
        return False
    try:
        await send_photo(update, file_id, picture.caption)
    except BadRequest as error:
        if not says(error, *WRONG_FILE):
            raise
        log.info("a picture is drawn anew: %s", error)
        return False
    return True


async def _remember(services: Services, key: PictureKey, file_id: str) -> None:
    try:
        await services.pictures.remember(key, file_id)
    except StoreError as error:
        log.warning("a picture that was sent is drawn anew by the next process: %s", error)
