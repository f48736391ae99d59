"""A workshop in which the commands of the pages can be carried out: bots, runs and tables under the names they use."""

from __future__ import annotations

import csv
import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from coolhead.bench import datasets_door
from coolhead.bench.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FEW = ("P01", "P02", "P04", "P12", "P16", "P20")
"""The personas that a pack has in here: the commands are the pages', their size is not."""
KEEP = "One moment please, I am looking at it now.\n/bye Goodbye.\n" * 20
"""What the person at the keyboard types."""
CHATS = {
    "larkline": [("Where is my parcel? Third time I ask.", "I am sorry you had to ask again. It comes today by six.")],
    "northdesk": [("Your driver lied to me.", "Please calm down."), ("Well?", "Send a mail.")],
}


def workshop(place: Path) -> Path:
    """Fills the folder; the runs in it are real ones."""
    shutil.copytree(DOCS / "samples", place / "docs/samples")
    shutil.copy(DOCS / "examples/bot.py", place)
    bot = next(block for block in blocks(DOCS / "bots.md") if block.startswith("# my_bot.py"))
    (place / "my_bot.py").write_text(bot)
    who = [word for id in FEW for word in ("--personas", id)]
    desk = ["--bot", f"desk=py:{place}/my_bot.py:reply"]
    for name, bots in (("runs/new", desk), ("DIR", ["--bot", "A=ladder:B2", "--bot", "B=ladder:B8"])):
        assert main(["run", *bots, *who, "--out", str(place / name)]) == 0
        shutil.rmtree(place / name / "report")
    for name in ("runs/old", "runs/mine", "runs/some-run", "runs/baseline", "DIR_A", "DIR_B"):
        shutil.copytree(place / "runs/new", place / name)
    for name, chat in CHATS.items():
        rows = [(f"{name}-1", who, text) for pair in chat for who, text in zip(("Caller", "Agent"), pair, strict=True)]
        with (place / f"{name}.csv").open("w", newline="") as out:
            csv.writer(out).writerows([("Call ID", "Speaker", "Message"), *rows])
    talks = [
        {"id": f"{name}-{n}", "team": name, "vendor": name, "turns": [
            {"role": role, "text": text} for role, text in zip(("customer", "agent"), pair, strict=True)]}
        for name, chat in CHATS.items() for n, pair in enumerate(chat)
    ]  # fmt: skip
    (place / "calls.jsonl").write_text("".join(json.dumps(talk) + "\n" for talk in talks))
    table = [{**talk, "turns": json.dumps(talk["turns"])} for talk in talks]
    features = dict.fromkeys(("id", "team", "vendor", "turns"), "string")
    datasets_door.write_parquet(place / "calls.parquet", lambda: table, features=features)
    said = [
        {"id": talk["id"], "speaker": turn["role"], "utterance": turn["text"]}
        for talk in talks for turn in talk["turns"]
    ]  # fmt: skip
    features = dict.fromkeys(("id", "speaker", "utterance"), "string")
    datasets_door.write_parquet(place / "hub.parquet", lambda: said, features=features)
    return place


def blocks(page: Path) -> list[str]:
    """The Python of a page."""
    return re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)


class Somebody(BaseHTTPRequestHandler):
    """A bot behind an address, and a model behind one."""

    def do_GET(self) -> None:
        self._say({"object": "list", "data": [{"id": "fake-1", "object": "model"}]})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.path.startswith("/v1"):
            assert self.headers["Authorization"] == "Bearer secret-of-the-desk"
        self._say({"text": "I see.", "choices": [{"message": {"content": "I see."}, "finish_reason": "stop"}]})

    def _say(self, answer: dict) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def somebody() -> Iterator[str]:
    """The address of a server that answers as a bot and as a model."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Somebody)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
