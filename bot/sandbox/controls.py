"""The strings a test can pull from another process, and what it sees there."""

from aiohttp import web

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods import Methods
from bot.sandbox.rights import REFUSALS, STATUSES
from bot.sandbox.wire import Json
from bot.sandbox.world import World


class Controls:
    """All under /sandbox/; bodies and answers are JSON."""

    def __init__(self, world: World, faults: Faults, methods: Methods) -> None:
        self.world = world
        self.faults = faults
        self.webhooks = methods.webhooks
        self.inline = methods.inline

    def add_routes(self, app: web.Application) -> None:
        """POST what is done, GET what is asked."""
        app.router.add_post("/sandbox/fault", self.fault)
        app.router.add_post("/sandbox/block", self.block)
        app.router.add_post("/sandbox/refuse", self.refuse)
        app.router.add_post("/sandbox/member", self.member)
        app.router.add_post("/sandbox/feedback", self.feedback)
        app.router.add_post("/sandbox/update", self.update)
        app.router.add_post("/sandbox/updates", self.updates)
        app.router.add_get("/sandbox/pending", self.pending)
        app.router.add_get("/sandbox/sent", self.sent)

    async def fault(self, request: web.Request) -> web.Response:
        """`{"method", "kind", "times"?, "seconds"?}`: the next calls go wrong."""
        asked = await request.json()
        try:
            fault = Fault(**asked)
            fault.method = fault.method.lower()
            self.faults.plan(fault)
        except (TypeError, ValueError) as error:
            return _refused(str(error))
        return web.json_response({})

    async def block(self, request: web.Request) -> web.Response:
        """`{"user", "blocked"}`: the user blocks the bot, or lets it write again."""
        asked = await request.json()
        change = self.world.blocked.add if asked["blocked"] else self.world.blocked.discard
        change(asked["user"])
        return web.json_response({})

    async def refuse(self, request: web.Request) -> web.Response:
        """`{"chat", "why"}`: the bot may not write there any more; with `null`, it may again."""
        asked = await request.json()
        if asked["why"] is None:
            self.world.refusals.pop(asked["chat"], None)
        elif asked["why"] in REFUSALS:
            self.world.refusals[asked["chat"]] = asked["why"]
        else:
            return _refused(f"why is one of {', '.join(REFUSALS)}")
        return web.json_response({})

    async def member(self, request: web.Request) -> web.Response:
        """`{"chat", "user", "status"}`: somebody's standing in a group changes, untold."""
        asked = await request.json()
        if asked["status"] not in STATUSES:
            return _refused(f"the status is one of {', '.join(STATUSES)}")
        self.world.standing[asked["chat"], asked["user"]] = asked["status"]
        return web.json_response({})

    async def feedback(self, request: web.Request) -> web.Response:
        """`{"on"}`: the bot is told which inline results people choose, or is not any more."""
        self.inline.feedback = bool((await request.json())["on"])
        return web.json_response({})

    async def update(self, request: web.Request) -> web.Response:
        """Any update as it is, for what no page can type; its id is given by the sandbox."""
        content = await request.json()
        if not isinstance(content, dict):
            return _refused("an update is an object")
        return web.json_response({"update_id": await self.world.update(content)})

    async def updates(self, request: web.Request) -> web.Response:
        """A list of such updates, queued at one stroke and in their order."""
        contents = await request.json()
        if not isinstance(contents, list) or not all(isinstance(one, dict) for one in contents):
            return _refused("updates are a list of objects")
        return web.json_response({"update_ids": await self.world.update_all(contents)})

    async def pending(self, _request: web.Request) -> web.Response:
        """How many updates are not confirmed yet, and how many of them a webhook works on."""
        told = {"pending": len(self.world.updates), "running": self.webhooks.running}
        return web.json_response(told)

    async def sent(self, request: web.Request) -> web.Response:
        """The bot's messages in the order it sent them, but for the first `after`."""
        after = request.query.get("after", "0")
        if not after.isdecimal():
            return _refused("after is a number")
        sent: list[Json] = [message.as_bot_api() for message in self.world.sent[int(after) :]]
        return web.json_response({"sent": sent})


def _refused(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)
