"""What the sandbox's server gives a browser, and what it lets that do."""

import importlib.util
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData

from bot.sandbox import server
from tests.sandbox.conftest import Client


async def test_only_the_pages_own_files_are_given(client: Client) -> None:
    given = ["/", "/script/page.js", "/style/page.css", "/fonts/roboto-LICENSE.txt"]
    others = ["/script", "/nothing", "/%2e%2e/server.py", "/script/..%2f..%2fserver.py"]
    for status, paths in ((200, given), (404, others)):
        for path in paths:
            async with client.session.get(client.address + path) as response:
                assert response.status == status, path


async def test_a_package_that_is_linked_to_has_its_page_too(tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(Path(server.__file__).parent)
    spec = importlib.util.spec_from_file_location("linked", tmp_path / "linked" / "server.py")
    assert spec
    assert spec.loader
    linked = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(linked)
    async with linked.Sandbox().serve("127.0.0.1", 0) as address, ClientSession() as session:
        for path in ("/", "/script/page.js"):
            async with session.get(address + path) as response:
                assert response.status == 200


@pytest.mark.parametrize("path", ["/", "/script/page.js", "/style/page.css", "/favicon.svg"])
async def test_the_page_may_load_and_run_its_own_things_only(client: Client, path: str) -> None:
    async with client.session.get(client.address + path) as response:
        policy = response.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert [rule for rule in policy if "unsafe" in rule or rule.startswith("script-src")] == []


async def test_a_file_that_somebody_sent_may_do_nothing(client: Client) -> None:
    form = FormData({"user": "1001", "kind": "photo", "width": "1", "height": "1"})
    form.add_field("file", b"<script>", filename="x.html", content_type="image/png")
    async with client.session.post(f"{client.address}/chat/attach", data=form) as response:
        url = (await response.json())["message"]["media"]["url"]
    async with client.session.get(client.address + url) as response:
        assert response.headers["Content-Security-Policy"] == "sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.content_type == "image/png"
