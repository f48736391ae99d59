"""The litellm path: the same faults, the measured traps, and nothing of it imported before it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from coolhead.bench.faults import serving

KEY = "planted-key-0123456789"

# litellm bears one event loop per process and prints where it likes, so every question is asked in one child process.
CHILD = """
import asyncio, json, os, sys
looked_up = set()
def look(event, args):
    if event == "socket.getaddrinfo" and args[0] not in (None, "127.0.0.1"):
        looked_up.add(str(args[0]))
sys.addaudithook(look)
os.environ["MISTRAL_API_KEY"] = os.environ["COOLHEAD_TEST_KEY"]
from coolhead.bench.chat.door import Door
from coolhead.bench.errors import BadInput
from coolhead.bench.types import ChatMessage, Tool
from pydantic import BaseModel

class Verdict(BaseModel):
    verdict: str
    points: int

async def main():
    assert "litellm" not in sys.modules
    async def sleep(seconds): await asyncio.sleep(0)
    door = Door(timeout=20, sleep=sleep)
    hello = [ChatMessage(role="user", content="Where is my parcel?")]
    tools = [Tool(name="credit", description="gives credit")]
    found = {}
    for name, url in json.loads(sys.argv[1]).items():
        chat = door.chat(f"litellm:mistral/x@{url}")
        outcome = await chat.ask(hello, purpose="bot", seed=1, max_tokens=50, tools=tools if name == "no_tools" else ())
        found[name] = outcome.model_dump(mode="json")
    healthy = door.chat(f"litellm:mistral/x@{json.loads(sys.argv[1])['']}")
    answer = await healthy.ask(hello, purpose="judge", answer=Verdict)
    found["structured"] = answer.model_dump(mode="json")
    other = Door()
    try:
        other.chat("litellm:no-such-model-anywhere", where="--bot x")
        await other.check()
    except BadInput as problem:
        found["unknown"] = str(problem)
    await door.close()
    found |= {"looked_up": sorted(looked_up), "dotenv": os.environ.get("COOLHEAD_FROM_DOTENV")}
    print(json.dumps(found))

asyncio.run(main())
"""


FAULTS = (
    "", "auth", "not_found", "rate_limit:1", "rate_limit", "server", "gateway", "context", "filter", "refusal", "drop",
    "html", "truncated", "empty_choices", "null_content", "no_usage", "no_tools", "quota",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What each fault came out as, the calls it took, and everything the child wrote."""
    import contextlib
    import os

    folder = tmp_path_factory.mktemp("litellm")
    (folder / ".env").write_text("COOLHEAD_FROM_DOTENV=1\n")
    with contextlib.ExitStack() as stack:
        fakes = {name: stack.enter_context(serving(*([name] if name else []))) for name in FAULTS}
        urls = {name: fake.url for name, fake in fakes.items()}
        environment = {k: v for k, v in os.environ.items() if not k.startswith("LITELLM")} | {"COOLHEAD_TEST_KEY": KEY}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", CHILD, json.dumps(urls)],
            capture_output=True, text=True, cwd=folder, env=environment, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        found = json.loads(done.stdout.splitlines()[-1])
        return found, {name: len(fake.calls) for name, fake in fakes.items()}, done


@pytest.mark.parametrize(
    ("fault", "failure", "calls"),
    [
        ("auth", "config", 1),
        ("not_found", "config", 1),
        ("quota", "config", 1),
        ("rate_limit:1", None, 2),
        ("rate_limit", "rate_limited", 7),
        ("server", "server", 4),
        ("gateway", "server", 4),
        ("context", "context", 1),
        ("filter", "refused", 1),
        ("drop", "connection", 4),
        ("html", "malformed", 2),
        ("truncated", "malformed", 2),
        ("empty_choices", "empty", 2),
        ("null_content", "empty", 2),
        ("no_usage", None, 1),
        ("no_tools", None, 2),
    ],
)
def test_faults_come_out_as_on_the_direct_path_without_hidden_retries(seen, fault, failure, calls):
    found, reached, _ = seen
    assert found[fault]["failure"] == failure
    assert reached[fault] == calls == found[fault]["attempts"]


def test_a_good_answer_has_text_usage_and_a_name(seen):
    good = seen[0][""]
    assert good["text"].startswith("I am sorry")
    assert good["usage"]["completion_tokens"] == 19
    assert good["cost_usd"] is None
    assert seen[0]["no_usage"]["usage"] is None
    assert seen[0]["no_tools"]["dropped"] == ["tools"]
    assert seen[0]["structured"]["parsed"] == {"verdict": "x", "points": 0}


def test_an_unknown_model_is_one_clear_line(seen):
    assert seen[0]["unknown"].startswith("--bot x: litellm knows no provider for 'no-such-model-anywhere'")


def test_no_key_and_no_banner(seen):
    _, _, done = seen
    assert KEY not in done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 1  # litellm prints banners on stdout unless told not to
    assert "Feedback" not in done.stderr


def test_litellm_looks_up_no_host_of_its_own_and_reads_no_dotenv(seen):
    assert seen[0]["looked_up"] == []
    assert seen[0]["dotenv"] is None


def test_without_litellm_there_is_a_clear_line():
    code = (
        "import sys; sys.modules['litellm'] = None\n"
        "from coolhead.bench.chat.providers import load\n"
        "from coolhead.bench.errors import BadInput\n"
        "try: load()\n"
        "except BadInput as problem: print(problem)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "litellm: cannot be imported (litellm) (pip install litellm, or name a URL)"
