"""nginx in front of replicas on this machine, with the very configuration that is shipped."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
SHIPPED = Path(__file__).parent.parent.parent / "deploy/nginx.conf"


def configuration(folder: Path, port: int, replicas: Sequence[int]) -> str:
    """deploy/nginx.conf for ports of this machine and files of one folder."""
    own = SHIPPED.read_text(encoding="utf-8")
    for number, replica in enumerate(replicas, 1):
        own = own.replace(f"replica-{number}:8080", f"127.0.0.1:{replica}")
    own = own.replace("listen 8080", f"listen 127.0.0.1:{port}")
    return own.replace("/tmp/", f"{folder}/")  # noqa: S108 - the container's, not this machine's


def cut_off(folder: Path) -> int:
    """How many updates a replica had begun when it died, as nginx saw it."""
    lines = (folder / "nginx.log").read_text(encoding="utf-8").splitlines()
    return sum("[error]" in line and "while reading response header" in line for line in lines)


@asynccontextmanager
async def serve(folder: Path, port: int, replicas: Sequence[int]) -> AsyncIterator[None]:
    """Run nginx while the context lasts."""
    path = folder / "nginx.conf"
    path.write_text(configuration(folder, port, replicas), encoding="utf-8")
    options = ("-e", "stderr", "-p", str(folder), "-c", str(path), "-g", "daemon off;")
    with (folder / "nginx.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(NGINX), *options, stdout=log, stderr=log, cwd=folder
        )
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
