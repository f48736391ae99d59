"""A real model on this machine as bot, judge and customer: `pytest -m local_llm` (needs `make local-llm` once).

Uses the server at port 18081 when one runs there, else starts one of its own. It shows that the plumbing holds with a
real model; what this tiny model says is not judged.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from coolhead.bench.bots import resolve
from coolhead.bench.chat.door import Door
from coolhead.bench.customers.model.engine import ModelEngine
from coolhead.bench.dialogue import Limits, play
from coolhead.bench.testing import FixedCustomers, SayBot
from coolhead.bench.types import ChatMessage
from coolhead.personas.loader import select
from coolhead.personas.vary import vary

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-llm/bin/python"

pytestmark = pytest.mark.local_llm


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def url():
    if listening(18081):
        yield "http://127.0.0.1:18081/v1"
        return
    if not PYTHON.exists():
        pytest.skip("no local model; `make local-llm` installs it")
    with subprocess.Popen([PYTHON, ROOT / "tools/local_llm.py", "--port", "18082"], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        yield "http://127.0.0.1:18082/v1"
        server.terminate()


def test_a_real_model_plays_a_dialogue_and_answers_by_schema(url):
    class Verdict(BaseModel):
        verdict: Literal["yes", "no"]

    async def scene():
        door = Door(timeout=300)
        try:
            [bot] = resolve([f"openai:{url}?max_tokens=30#smollm2"], chats=door.chat)
            await door.check()
            persona = vary(select(["P01"])[0], seed=3)
            dialogue = await play(
                bot, FixedCustomers().begin(persona, seed=3), persona=persona, id="x", repeat=0, seed=3, engine="fixed",
                limits=Limits(turns=2, dialogue=900),
            )  # fmt: skip
            judge = door.chat(f"openai:{url}#smollm2", purpose="judge")
            question = [ChatMessage(role="user", content="Is the agent polite? Agent: Good morning, how can I help?")]
            return (
                dialogue,
                await judge.ask(question, purpose="judge", answer=Verdict, max_tokens=60),
                judge.rung,
            )
        finally:
            await door.close()

    dialogue, verdict, rung = asyncio.run(scene())
    assert dialogue.failure is None
    replies = [turn for turn in dialogue.turns if turn.role == "agent"]
    assert len(replies) == 2
    assert all(turn.text and turn.usage and turn.usage.completion_tokens and turn.seconds for turn in replies)
    assert rung == "json_schema"
    assert verdict.parsed.verdict in ("yes", "no")


def test_a_real_model_hears_and_words_a_customer_that_code_steers(url):
    async def scene():
        door = Door(timeout=300)
        try:
            engine = ModelEngine(door.chat(f"openai:{url}?max_tokens=60#smollm2", purpose="customer"))
            await door.check()
            persona = vary(select(["P16"])[0], seed=3)
            bot = SayBot("I am sorry that your parcel went astray. What colour is your door?")
            dialogue = await play(
                bot, engine.begin(persona, seed=3), persona=persona, id="x", repeat=0, seed=3, engine=engine.name,
                limits=Limits(turns=2, dialogue=900),
            )  # fmt: skip
            return persona, dialogue, engine.guards(), door.report()["spent"]
        finally:
            await door.close()

    persona, dialogue, guards, spent = asyncio.run(scene())
    assert dialogue.failure is None
    said = [turn.text for turn in dialogue.turns if turn.role == "customer"]
    assert len(said) >= 3, "an opening and an answer to each of two replies"
    assert sum(guards.get(name) or 0 for name in ("worded", "fell_back")) >= 2, guards
    assert spent["customer"]["prompt_tokens"] > 0
    secrets = [words for fact in persona.facts if fact.level == "secret" for words in fact.say]
    assert not any(secret in text for secret in secrets for text in said), "what nobody asked for stays untold"
