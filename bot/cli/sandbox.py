"""`pobratim sandbox`, and `run` without a token: a Bot API server with a chat page."""

from contextlib import AsyncExitStack

from pydantic import SecretStr

from bot.cli.run import served
from bot.cli.streams import announce
from bot.config import Settings
from bot.delivery import serve
from bot.delivery.http_server import ListenError
from bot.sandbox.server import TOKEN, Sandbox


def sandbox(settings: Settings, *, with_bot: bool) -> int:
    """Serve until stopped, alone or with the bot talking to it."""
    return served(_serve(settings, with_bot=with_bot))


async def _serve(settings: Settings, *, with_bot: bool) -> None:
    async with AsyncExitStack() as closing:
        try:
            own = Sandbox().serve(settings.host, settings.port)
            address = await closing.enter_async_context(own)
        except (OSError, UnicodeError) as error:
            raise ListenError(settings.host, settings.port, error) from error
        if with_bot:
            announce(
                f"Open {address} in a browser and talk with the bot; "
                "no Telegram is needed. Ctrl-C ends."
            )
            bot_side = {"telegram_api_url": address, "telegram_bot_token": SecretStr(TOKEN)}
            settings = settings.model_copy(update=bot_side | {"webhook_url": None})
            await serve.run(settings, in_sandbox=True)
        else:
            announce(
                f"Open {address} in a browser, and start a bot with "
                f"TELEGRAM_API_URL={address} TELEGRAM_BOT_TOKEN={TOKEN}. Ctrl-C ends."
            )
            await serve.stopped()
