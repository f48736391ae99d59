"""Headless Chromium for tests: one page, driven over the DevTools protocol with nothing but aiohttp."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --disable-dev-shm-usage --hide-scrollbars "
    "--remote-debugging-port=0"
).split()


def chromium() -> str | None:
    """The browser's program, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine"),
]


class Page:
    """An open page: `run` evaluates, `press` types, `outside` and `problems` collect what should not happen."""

    def __init__(self, socket) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future] = {}
        self.outside: list[str] = []
        """Requests to anything but files and data addresses."""
        self.problems: list[str] = []
        """Exceptions, errors of the console (a broken security policy among them) and dialogs."""

    async def listen(self) -> None:
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                waiting = self._waiting.pop(said["id"], None)
                if waiting and not waiting.done():
                    waiting.set_result(said)
            else:
                self._event(said["method"], said["params"])

    def _event(self, method: str, params: dict) -> None:
        if method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            if not url.startswith(("file:", "data:", "about:")):
                self.outside.append(url)
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"].get("exception", {}).get("description")))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.problems.append(params["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.problems.append(f"dialog: {params['message']}")

    async def send(self, method: str, **params):
        number = next(self._ids)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._waiting[number], 60)
        assert "error" not in answer, answer
        return answer["result"]

    async def run(self, code: str):
        """The value of an expression in the page; promises are awaited."""
        answer = await self.send("Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, code: str) -> None:
        """Waits until an expression is true."""
        for _ in range(600):
            if await self.run(f"Boolean({code})"):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"never true: {code}")

    async def open(self, path: Path, address: str = "") -> None:
        """Opens the report, ready to use."""
        await self.send("Page.navigate", url="about:blank")
        await self.send("Page.navigate", url=path.resolve().as_uri() + address)
        await self.until("document.body && document.body.dataset.ready")

    async def go(self, address: str) -> None:
        """Follows an address inside the page."""
        await self.run(f"location.hash = {json.dumps(address)}")
        await asyncio.sleep(0.08)

    async def press(self, key: str) -> None:
        """One key."""
        codes = {"Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39, "Enter": 13}
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            await self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key], **text
            )
        await asyncio.sleep(0.15)

    async def picture(self, path: Path, *, whole: bool = False) -> None:
        """A PNG of what is seen, or of the whole page."""
        shot = await self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def page(*, width: int = 1280, height: int = 900):
    """An empty page in a fresh profile; the browser ends with the block."""
    import aiohttp

    program = chromium()
    assert program
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            port = await _port(Path(profile) / "DevToolsActivePort", process)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    target = next(each for each in await answer.json() if each["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    made = Page(socket)
                    ear = asyncio.create_task(made.listen())
                    for part in ("Page", "Runtime", "Log", "Network"):
                        await made.send(f"{part}.enable")
                    await made.send("Emulation.setFocusEmulationEnabled", enabled=True)
                    yield made
                    ear.cancel()
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=10)


async def _port(path: Path, process: subprocess.Popen) -> int:
    for _ in range(600):
        assert process.poll() is None, "Chromium ended before it was ready"
        if path.exists() and "\n" in (text := path.read_text()):
            return int(text.split("\n", 1)[0])
        await asyncio.sleep(0.05)
    raise AssertionError("Chromium did not open its port")
