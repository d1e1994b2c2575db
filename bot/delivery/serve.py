"""`pobratim run`: opens what the bot needs, serves until it is told to stop, closes it again."""

import asyncio
import errno
import gc
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.config import Settings, address_of
from bot.context import BotApplication, Draw, Services
from bot.delivery.application import make_application
from bot.delivery.attempt import answered
from bot.delivery.http_server import Endpoints, ListenError, serving
from bot.delivery.liveness import Liveness
from bot.delivery.outage import Outage
from bot.delivery.ownership import claim, run_left, while_owned
from bot.delivery.polling import Polling
from bot.delivery.processor import UpdateProcessor
from bot.delivery.rate_limiter import RetryingRateLimiter
from bot.delivery.reload import follow
from bot.delivery.retry import WAITS, Backoff, Waits
from bot.delivery.webhook import Webhook
from bot.delivery.worker import InboxWorker
from bot.maps.drawing import Drawer
from bot.menu import publish_menu
from storage.database.store import Store
from storage.search.search import Search

log = logging.getLogger(__name__)

MENU_TIMEOUT_SECONDS = 20.0  # the menu must not keep a task busy for ever


async def run(settings: Settings, *, in_sandbox: bool = False) -> None:
    """Serve until SIGINT or SIGTERM, then drain.

    Raises StoreError, InvalidToken, and ListenError where the port is taken. A sandbox has the port
    already, and begins anew with each process: so does its inbox.
    """
    serving_ = asyncio.create_task(_serve(settings, in_sandbox=in_sandbox))
    stop = asyncio.create_task(stopped())
    await asyncio.wait({serving_, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not serving_.done():
        log.info("stopping: what runs is finished first")
        serving_.cancel()
    try:
        await serving_
    except asyncio.CancelledError:
        log.info("stopped")


async def stopped() -> None:
    """Wait for SIGINT or SIGTERM. A SIGINT after it ends the process at once."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def end(number: int, _frame: object) -> None:
        if not stop.is_set():
            with suppress(RuntimeError):  # the loop is closed already
                loop.call_soon_threadsafe(stop.set)
        elif number == signal.SIGINT:
            os.write(2, b"pobratim: ended at once; what ran is left to the next start\n")
            os._exit(1)

    # Not the loop's own handlers: it takes them off while it closes.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    await stop.wait()


async def _serve(settings: Settings, *, in_sandbox: bool) -> None:
    """Open everything, take updates until cancelled, close everything."""
    async with AsyncExitStack() as closing:
        bot_id = settings.bot_id or 0
        opening = Store.open(settings.database_url, bot_id, adopts=not in_sandbox)
        store = await closing.enter_async_context(await opening)
        owner = store.owner(bot_id)
        closing.push_async_callback(owner.release)
        if not settings.webhook_url:
            await claim(owner)
        drawer = Drawer()
        closing.push_async_callback(drawer.close)
        services = Services(
            Search(await store.load_catalogue()),
            store.chats,
            store.pictures(bot_id),
            beside_others(drawer),
            admin_ids=frozenset(settings.admin_ids),
        )
        gc.freeze()  # the catalogue stays: no need to look through it for garbage
        rate_limiter = RetryingRateLimiter(settings.rate_limit, services.metrics, store.chats.move)
        application = make_application(settings, services, rate_limiter)
        inbox = store.inbox(bot_id)
        if in_sandbox:
            await inbox.clear()
            await store.chats.corrections.clear()
        store.database.hurry()
        liveness = Liveness()
        processor = UpdateProcessor(application, services.metrics)
        root, secret = settings.webhook_url, settings.secret_of_webhook
        webhook = Webhook(application.bot, processor, inbox, liveness, secret)
        if not in_sandbox:
            token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
            outside = Endpoints(liveness, services.metrics, inbox, token)
            app = outside.application(webhook if root else None, secret)
            await _listen(closing, app, settings)
        await _initialize(application)
        closing.push_async_callback(application.shutdown)
        work = InboxWorker(processor, inbox)
        beside = {
            "reload": follow(store, services, liveness),
            "menu": _publish_menu(application),
            "search": asyncio.to_thread(services.search.prepare),
        }
        if root:
            beside["inbox"] = run_left(owner, work)
            await _together(liveness, webhook.run(root), **beside)
        else:
            polling = Polling(application.bot, work, inbox, liveness)
            await _together(liveness, while_owned(owner, polling.run()), **beside)


async def _listen(closing: AsyncExitStack, app: web.Application, settings: Settings) -> None:
    """Serve over HTTP until closed. To poll needs no port: one not asked for may be taken."""
    try:
        await closing.enter_async_context(serving(app, settings.host, settings.port))
    except ListenError as error:
        asked_for = settings.webhook_url or "port" in settings.model_fields_set
        if asked_for or error.errno != errno.EADDRINUSE:
            raise
        log.warning("it answers, but tells nothing of its health and metrics: %s", error)
        return
    if settings.shows_metrics:
        log.warning(
            "whoever reaches %s may read /metrics; set METRICS_TOKEN, or put a proxy before it",
            address_of(settings.host, settings.port),
        )


async def _initialize(application: BotApplication, waits: Waits = WAITS) -> None:
    """Ask Telegram who the bot is, until it answers. Raises InvalidToken."""
    outage, backoff = Outage(log), Backoff(waits, waits.longest_poll_flood)
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            outage.tell("Telegram cannot be reached, which is tried again: %s", error)
            await asyncio.sleep(backoff.after(error))
        else:
            outage.over("Telegram is reached")
            log.info("@%s is here", application.bot.username)
            return


def beside_others(drawer: Drawer) -> Draw:
    """Draw without holding up other updates: who waits for a map needs no slot."""
    return lambda subject: answered(drawer.draw(subject), slow=0.0)


async def _publish_menu(application: BotApplication) -> None:
    try:
        async with asyncio.timeout(MENU_TIMEOUT_SECONDS):
            await publish_menu(application.bot, application.bot_data.admin_ids)
    except TimeoutError:
        log.warning("the command menu could not be set in time")


async def _together(
    liveness: Liveness, main: Coroutine[Any, Any, None], **others: Coroutine[Any, Any, None]
) -> None:
    """Run the main one to its end, and the others beside it as long, by their names."""

    def tell_failure(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            liveness.broken = task.get_name()
            log.error("%s ended", task.get_name(), exc_info=error)

    beside = [asyncio.create_task(other, name=name) for name, other in others.items()]
    for task in beside:
        task.add_done_callback(tell_failure)
    try:
        await main
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
