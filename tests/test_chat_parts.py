"""The parts of the chat door, each on its own: SPECs, answers, faults, keys, limits, money."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from coolhead.bench.chat import structured
from coolhead.bench.chat.address import parse
from coolhead.bench.chat.budget import Purse
from coolhead.bench.chat.cache import Cache, key_of
from coolhead.bench.chat.estimate import needs, total
from coolhead.bench.chat.limits import Gate
from coolhead.bench.chat.prices import price_of
from coolhead.bench.chat.reasoning import split
from coolhead.bench.chat.secrets import Redactor, Secret
from coolhead.bench.chat.trouble import Trouble, of_status, retry_after
from coolhead.bench.chat.wire import Question, read
from coolhead.bench.errors import BadInput
from coolhead.bench.types import ChatMessage, ChatOutcome, Tool, Usage

HELLO = (ChatMessage(role="user", content="Hello"),)


# --- SPECs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "through", "model", "base"),
    [
        ("litellm:gpt-4o-mini", "litellm", "gpt-4o-mini", None),
        ("anthropic/claude-haiku-4-5", "litellm", "anthropic/claude-haiku-4-5", None),
        ("litellm:ollama/qwen:7b", "litellm", "ollama/qwen:7b", None),
        ("openai:gpt-4o", "litellm", "openai/gpt-4o", None),
        ("openai:http://127.0.0.1:18081/v1#smollm2", "url", "smollm2", "http://127.0.0.1:18081/v1"),
        ("openai:http://127.0.0.1:18081/v1/", "url", "default", "http://127.0.0.1:18081/v1"),
        ("openai:https://h.example.com/v1/chat/completions#m", "url", "m", "https://h.example.com/v1"),
        ("litellm:openai/smollm2@http://127.0.0.1:1/v1", "url", "smollm2", "http://127.0.0.1:1/v1"),
        ("litellm:mistral/x@https://h.example.com/v1", "litellm", "mistral/x", "https://h.example.com/v1"),
        ("openai:http://h.example.com/v1?temperature=0.7&rpm=30#org/m", "url", "org/m", "http://h.example.com/v1"),
    ],
)
def test_a_spec_names_a_model_and_the_way_to_it(spec, through, model, base):
    address = parse(spec, where="--bot")
    assert (address.through, address.model, address.base) == (through, model, base)


def test_options_of_a_spec():
    address = parse("litellm:gpt-4o?temperature=0.7&max_tokens=300&price=1/2", where="--bot")
    assert (address.number("temperature"), address.number("max_tokens"), address.number("rpm")) == (0.7, 300, None)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("litellm:", "names no model"),
        ("openai:http:///v1#m", "not an address"),
        ("litellm:gpt-4o?temprature=1", "did you mean 'temperature'"),
        ("litellm:gpt-4o?temperature=9", "0 to 2"),
        ("litellm:gpt-4o?max_tokens=0", "number of tokens"),
        ("litellm:gpt-4o?price=cheap", "USD for a million tokens"),
    ],
)
def test_a_wrong_spec_is_one_clear_line(spec, complaint):
    with pytest.raises(BadInput, match=complaint):
        parse(spec, where=f"--bot {spec}")


@pytest.mark.parametrize(
    "spec",
    [
        "openai:https://user:sk-planted-0123456789@h.example.com/v1#m",
        "openai:https://h.example.com/v1?api_key=sk-planted-0123456789#m",
        "litellm:gpt-4o?key_env=sk-planted-0123456789",
    ],
)
def test_a_key_inside_a_spec_is_refused_without_repeating_it(spec):
    with pytest.raises(BadInput) as caught:
        parse(spec, where=f"--bot {spec}")
    assert "planted" not in str(caught.value)


# --- answers -------------------------------------------------------------------------------------------------


def body(**message):
    return {"choices": [{"message": {"content": "Yes.", **message}, "finish_reason": "stop"}]}


def test_an_answer_is_read_with_its_odd_forms():
    assert (
        read(body(content=[{"type": "text", "text": "One "}, {"type": "image"}, {"type": "text", "text": "two"}])).text
        == "One two"
    )
    answer = read(body(content="<think>They are cross.</think> I am sorry.", reasoning_content="hm"))
    assert (answer.text, answer.reasoning) == ("I am sorry.", "hm\nThey are cross.")
    call = {"function": {"name": "credit", "arguments": '{"amount": 5}'}}
    assert read(body(content=None, tool_calls=[call])).tool_calls[0].arguments == {"amount": 5}
    assert (
        read(body(content=None, tool_calls=[{"function": {"name": "x", "arguments": "{"}}])).tool_calls[0].malformed
        == "{"
    )


@pytest.mark.parametrize(
    ("usage", "read_as"),
    [
        (None, None),
        ({"prompt_tokens": 0, "completion_tokens": 0}, None),
        ({"prompt_tokens": 7}, Usage(prompt_tokens=7)),
        ({"prompt_tokens": "many", "completion_tokens": True}, None),
        ({"prompt_tokens": 7, "completion_tokens": 3}, Usage(prompt_tokens=7, completion_tokens=3)),
    ],
)
def test_missing_usage_is_unknown_and_not_zero(usage, read_as):
    assert read({**body(), "usage": usage}).usage == read_as


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ([], "malformed"),
        ({}, "malformed"),
        ({"choices": []}, "empty"),
        ({"choices": [None]}, "malformed"),
        (body(content=None), "empty"),
        (body(content=" \n"), "empty"),
        (body(content="<think>What now"), "empty"),
        (body(content=None, refusal="No."), "refused"),
        ({"choices": [{"message": {"content": "Half"}, "finish_reason": "content_filter"}]}, "refused"),
        ({"error": {"message": "slow down", "code": 429}}, "rate_limited"),
        ({"error": "broken"}, "server"),
    ],
)
def test_what_cannot_be_used_is_trouble_of_its_kind(data, kind):
    with pytest.raises(Trouble) as caught:
        read(data)
    assert caught.value.kind == kind


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("choices message content tool_calls function usage error provider_specific_fields".split()),
            inner,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_answer_however_odd_raises_anything_but_trouble(data):
    with contextlib.suppress(Trouble):
        read(data)


@pytest.mark.parametrize(
    ("raw", "said", "thought"),
    [
        ("Hello.", "Hello.", ""),
        ("5 < 6 and [ok]", "5 < 6 and [ok]", ""),
        ("<think>a</think>Hi.<think>b</think>", "Hi.", "a\nb"),
        ("a</think>\nHi.", "Hi.", "a"),
        ("Hi. <thinking>never closed", "Hi.", "never closed"),
        ("[THINK]a[/THINK]Hi.", "Hi.", "a"),
        (
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Hi.<|return|>",
            "Hi.",
            "a",
        ),
        ("Hi.<|im_end|>", "Hi.", ""),
    ],
)
def test_thinking_aloud_is_taken_out(raw, said, thought):
    assert split(raw) == (said, thought)


# --- faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (401, "bad key", "config"),
        (404, "no model", "config"),
        (402, "", "config"),
        (429, "slow down", "rate_limited"),
        (429, "You exceeded your current quota", "config"),
        (400, "maximum context length is 8192 tokens", "context"),
        (500, "the request exceeds the available context size", "context"),
        (413, "", "context"),
        (400, "blocked by content_filter", "refused"),
        (400, "no such field", "config"),
        (408, "", "timeout"),
        (500, "", "server"),
        (529, "overloaded", "server"),
    ],
)
def test_a_status_becomes_a_kind_of_failure(status, text, kind):
    assert of_status(status, json.dumps({"error": {"message": text}}), {}).kind == kind


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "Retry-After": "9"}, 0.25),
        ({"llm_provider-retry-after": "3"}, 3),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Fri, 01 Jan 2027 00:00:30 GMT", "Date": "Fri, 01 Jan 2027 00:00:00 GMT"}, 30),
        ({"Retry-After": "Fri, 01 Jan 2027 00:00:00 GMT", "Date": "Fri, 01 Jan 2027 00:00:30 GMT"}, 0),
    ],
)
def test_retry_after_in_all_its_spellings(headers, seconds):
    assert retry_after(headers) == seconds


# --- keys ----------------------------------------------------------------------------------------------------


def test_a_secret_cannot_be_printed_or_pickled():
    import pickle

    secret = Secret("planted-0123456789")
    assert "planted" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_keys_of_the_environment_are_blotted_out_and_ordinary_words_stay():
    redactor = Redactor(environment={"ACME_API_KEY": "planted-0123456789", "HOME": "/home/planted", "MY_TOKEN": "1"})
    assert (
        redactor.exact("auth planted-0123456789 failed in 1 s at /home/planted")
        == "auth [key] failed in 1 s at /home/planted"
    )


@pytest.mark.parametrize(
    "text",
    [
        "key sk-abc***wxyz1234 is wrong",
        "Authorization: Bearer abcdef.123",
        "https://me:pass@h.example.com/v1",
        "?key=abc123xyz&x=1",
    ],
)
def test_what_looks_like_a_key_goes_from_messages(text):
    shown = Redactor(environment={}).message(text)
    assert "[key]" in shown
    assert not any(part in shown for part in ("wxyz1234", "abcdef.123", "me:pass", "abc123xyz"))


def test_an_ordinary_message_is_left_alone():
    text = "HTTP 400: the max_tokens field is risk-free and task-based"
    assert Redactor(environment={}).message(text) == text


# --- limits --------------------------------------------------------------------------------------------------


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now = max(self.now, self.now + seconds)
        await asyncio.sleep(0)


def test_calls_of_a_limited_rate_start_evenly_spaced():
    async def starts() -> list[float]:
        time = Time()
        gate, found = Gate(at_once=1, per_minute=30, clock=time.clock, sleep=time.sleep), []
        for _ in range(4):
            async with gate:
                found.append(time.now)
        return found

    assert asyncio.run(starts()) == [0, 2, 4, 6]


def test_no_more_than_so_many_at_once_and_a_pause_holds_for_all():
    async def scene() -> tuple[int, float]:
        time, busy, busiest = Time(), 0, 0
        gate = Gate(at_once=3, clock=time.clock, sleep=time.sleep)

        async def one() -> None:
            nonlocal busy, busiest
            async with gate:
                busy += 1
                busiest = max(busiest, busy)
                await asyncio.sleep(0)
                busy -= 1

        await asyncio.gather(*(one() for _ in range(9)))
        gate.pause(5)
        async with gate:
            return busiest, time.now

    assert asyncio.run(scene()) == (3, 5)


def test_a_slot_comes_back_when_the_wait_is_cancelled():
    async def scene() -> None:
        gate = Gate(at_once=1, per_minute=1)
        async with gate:
            pass
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), gate:
                pass
        gate._gap = 0.0
        gate._next = 0.0
        async with asyncio.timeout(1), gate:
            pass

    asyncio.run(scene())


# --- money ---------------------------------------------------------------------------------------------------


def test_prices_known_unknown_and_given():
    def price(spec):
        return price_of(parse(spec, where=""))

    assert price("litellm:gpt-4o-mini") == price("openai/gpt-4o-mini-2024-07-18")
    assert price("litellm:gpt-4o-mini").of(Usage(prompt_tokens=1_000_000, completion_tokens=1_000_000)) == 0.75
    assert price("litellm:gpt-4o-mini").of(Usage(prompt_tokens=5)) is None
    assert price("litellm:nobody/knows-this") is None
    assert price("litellm:openai/gpt-4o-mini@http://127.0.0.1:1/v1") is None
    assert price("litellm:nobody/knows-this?price=2").of(Usage(prompt_tokens=500_000, completion_tokens=0)) == 1.0


def test_the_purse_holds_back_the_worst_case_of_calls_under_way():
    purse = Purse(limit=1.0)
    assert purse.hold(0.6)
    assert not purse.hold(0.6)
    purse.release(0.6)
    purse.enter("bot", ChatOutcome(attempts=1, cost_usd=0.3, usage=Usage(prompt_tokens=1, completion_tokens=1)))
    assert purse.hold(0.6)
    assert not purse.hold(0.2)


def test_accounts_go_by_role_and_unknown_stays_unknown():
    purse = Purse()
    purse.enter(
        "bot", ChatOutcome(attempts=2, cost_usd=0.5, usage=Usage(prompt_tokens=10, completion_tokens=5), seconds=1.5)
    )
    purse.enter("judge", ChatOutcome(attempts=1, usage=None))
    purse.enter("judge", ChatOutcome(attempts=1, cached=True, cost_usd=9))
    report = purse.report()
    assert report["bot"]["cost_usd"] == 0.5
    assert report["bot"]["calls"] == 2
    assert (report["judge"]["cost_usd"], report["judge"]["tokens_unknown"], report["judge"]["cached"]) == (None, 1, 1)
    assert "customer" not in report
    later = Purse(limit=0.6)
    later.carry_over(json.loads(json.dumps(report)))
    assert later.report() == report
    assert not later.hold(0.2)


def test_an_estimate_counts_every_role_and_does_not_hide_what_it_does_not_know():
    def plan(judge):
        return needs(
            bots=[("openai/gpt-4o-mini", [500, 700])], customer="openai/gpt-4o", judges=[judge], dialogues=2, turns=3
        )

    known = plan("openai/gpt-4.1")
    assert [need.role for need in known] == ["bot", "customer", "judge"]
    assert [need.calls for need in known] == [6, 16, 11]
    assert total(known) == pytest.approx(sum(need.cost_usd for need in known))
    assert total(plan("some/model")) is None


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
