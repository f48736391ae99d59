"""Structured answers of models, and the cache that keeps answers."""

from __future__ import annotations

import json
import random

import pytest
from pydantic import BaseModel, Field

from coolhead.bench.chat import structured
from coolhead.bench.chat.address import parse
from coolhead.bench.chat.cache import Cache, key_of
from coolhead.bench.chat.wire import Question
from coolhead.bench.types import ChatMessage, ChatOutcome, Tool

HELLO = (ChatMessage(role="user", content="Hello"),)


# --- structured answers and the cache --------------------------------------------------------------------------


class Verdict(BaseModel):
    verdict: str
    points: int = Field(ge=1, le=5)
    notes: list[str] = []


GOOD = '{"verdict": "yes", "points": 4}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"Sure!\n```json\n{GOOD}\n```\nBye.",
        f'I first thought {{"verdict": "no", "points": 9}} but: {GOOD}',
        f'The bot wrote {{"verdict": "no", "points": 1}}. My answer: {GOOD}',
        '{"verdict": "yes", "points": 4,}',
        f"{{ {GOOD}",
    ],
)
def test_json_is_found_in_prose_and_the_last_one_counts(text):
    assert structured.parse(text, Verdict) == Verdict(verdict="yes", points=4)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("no idea", "no JSON object"),
        ("[1]", "no JSON"),
        ('{"verdict": "y", "points": 9}', "points: .*less than"),
        ("{" * 9999, "no JSON"),
    ],
)
def test_what_does_not_fit_says_why(text, wrong):
    import re

    assert re.search(wrong, structured.parse(text, Verdict))


def test_the_strict_schema_requires_every_field_and_no_other():
    schema = structured.strict_schema(Verdict)
    assert schema["required"] == ["verdict", "points", "notes"]
    assert schema["additionalProperties"] is False
    assert "default" not in json.dumps(schema)


KEY_BASE = Question(HELLO, temperature=0.0, max_tokens=10, seed=1)
TOOL = (Tool(name="t"),)


def test_everything_that_moves_an_answer_is_in_the_key_and_nothing_else():
    def key(spec="litellm:gpt-4o", question=KEY_BASE, schema=None, repeat=0):
        return key_of(parse(spec, where=""), question, schema=schema, repeat=repeat)

    same = [key(), key("litellm:gpt-4o?rpm=3"), key("litellm:gpt-4o?price=1"), key("gpt-4o")]
    other = [
        key("litellm:gpt-4"),
        key("openai:http://127.0.0.1:1/v1#gpt-4o"),
        key(question=Question((ChatMessage(role="system", content="Hello"),), 0.0, 10, 1)),
        key(question=Question(HELLO, 0.5, 10, 1)),
        key(question=Question(HELLO, 0.0, 11, 1)),
        key(question=Question(HELLO, 0.0, 10, 2)),
        key(question=Question(HELLO, 0.0, 10, 1, TOOL)),
        key(schema={"type": "object"}),
        key(repeat=1),
    ]
    assert len(set(same)) == 1
    assert len({same[0], *other}) == 1 + len(other)


def test_the_cache_keeps_answers_and_forgets_failures(tmp_path):
    cache = Cache(tmp_path / "deep" / "answers.sqlite")
    cache.put("a", ChatOutcome(text="Hi.", cost_usd=0.1, parsed=Verdict(verdict="y", points=1)))
    cache.put("b", ChatOutcome(failure="server", reason="down"))
    cache.close()
    again = Cache(tmp_path / "deep" / "answers.sqlite")
    found = again.get("a")
    assert found is not None
    assert (found.text, found.cost_usd, found.cached, found.parsed) == ("Hi.", 0.1, True, None)
    assert again.get("b") is None
    again.close()


def test_a_torn_cache_file_is_thrown_away(tmp_path):
    path = tmp_path / "answers.sqlite"
    path.write_bytes(random.Random(1).randbytes(5000))
    cache = Cache(path)
    cache.put("a", ChatOutcome(text="Hi."))
    assert cache.get("a") is not None
    cache.close()
