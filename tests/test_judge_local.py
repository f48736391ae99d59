"""The small local model is no judge, and the qualification says so: `pytest -m local_llm` (after `make local-llm`).

Uses the server at port 18081, or at COOLHEAD_LOCAL_LLM; without one the test is skipped. Two pairs are enough to see it
fail and keep the test within minutes.
"""

from __future__ import annotations

import asyncio
import os
from urllib.parse import urlsplit

import pytest
from test_local_llm import listening

from coolhead.bench.chat.door import Door
from coolhead.bench.judging.gold import gold
from coolhead.bench.judging.qualifying import qualify

pytestmark = pytest.mark.local_llm

URL = os.environ.get("COOLHEAD_LOCAL_LLM", "http://127.0.0.1:18081/v1")


def test_the_small_local_model_is_refused():
    if not listening(urlsplit(URL).port or 80):
        pytest.skip(f"no model server at {URL}; `make local-llm` starts one")
    pairs = [next(pair for pair in gold() if pair.criterion == criterion) for criterion in ("calm", "clarity")]

    async def scene():
        door = Door(timeout=600)
        try:
            chat = door.chat(f"openai:{URL}?max_tokens=300#smollm2", purpose="judge")
            await door.check()
            return await qualify(chat, pairs)
        finally:
            await door.close()

    found = asyncio.run(scene())
    assert not found.qualified, found
    assert found.separated < len(pairs)
