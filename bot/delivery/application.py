"""PTB's application: the table of handlers, made to run on Telegram."""

import warnings
from typing import Any, cast

from telegram.ext import Application, BaseRateLimiter, ContextTypes
from telegram.request import BaseRequest

from bot.app import handlers
from bot.config import Settings
from bot.context import BotApplication, Context, Services
from bot.delivery.bot_api_request import BotApiRequest
from bot.delivery.errors import on_error


def make_application(
    settings: Settings,
    services: Services,
    limiter: BaseRateLimiter[Any] | None = None,
    request: BaseRequest | None = None,
) -> BotApplication:
    """The application with its handlers; `initialize()` it before it processes an update.

    Without an updater: `bot.delivery` takes the updates. `request` is for tests. Raises ValueError
    where the settings have no token.
    """
    if settings.telegram_bot_token is None:
        raise ValueError("a token is needed")
    # PTB warns at every RetryAfter, and where warnings are errors, one would come in place of it.
    warnings.filterwarnings("ignore", ".* will be of type `datetime.timedelta`")
    factory = cast("type[Services]", lambda: services)  # PTB only calls it
    builder = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .context_types(ContextTypes(context=Context, bot_data=factory))
        .updater(None)
    )
    if limiter:
        builder = builder.rate_limiter(limiter)
    request = request or BotApiRequest()
    builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    application.add_handlers(handlers(services.answered, services.admin_ids))
    application.add_error_handler(on_error)
    return application
