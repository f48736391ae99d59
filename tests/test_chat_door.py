"""The chat door against a fake provider with every fault: what comes out, how often it asks, that no key leaks."""

from __future__ import annotations

import pytest
from chat_kit import HELLO, Verdict, ask, scene

from coolhead.bench.types import Tool


def test_a_plain_answer():
    outcome, calls = ask(max_tokens=50)
    assert outcome.ok
    assert outcome.text.startswith("I am sorry")
    assert (outcome.finish_reason, outcome.model, outcome.attempts, calls) == ("stop", "m", 1, 1)
    assert outcome.usage.completion_tokens == 19
    assert outcome.seconds > 0
    assert outcome.cost_usd is None


@pytest.mark.parametrize(
    ("fault", "failure", "calls"),
    [
        ("auth", "config", 1),
        ("not_found", "config", 1),
        ("quota", "config", 1),
        ("bad_request", "config", 1),
        ("redirect", "config", 1),
        ("rate_limit", "rate_limited", 7),
        ("rate_limit_long", "rate_limited", 1),
        ("server", "server", 4),
        ("gateway", "server", 4),
        ("overloaded", "server", 4),
        ("loading", "server", 4),
        ("error_in_200", "server", 4),
        ("drop", "connection", 4),
        ("cut", "connection", 4),
        ("slow", "timeout", 2),
        ("html", "malformed", 2),
        ("truncated", "malformed", 2),
        ("not_an_object", "malformed", 2),
        ("no_choices", "malformed", 2),
        ("empty_choices", "empty", 2),
        ("null_content", "empty", 2),
        ("blank", "empty", 2),
        ("only_reasoning", "empty", 1),
        ("context", "context", 1),
        ("filter", "refused", 1),
        ("filtered", "refused", 1),
        ("refusal", "refused", 1),
    ],
)
def test_a_fault_that_stays_is_a_failure_of_its_kind(fault, failure, calls):
    outcome, reached = ask(fault)
    assert (outcome.failure, outcome.attempts, reached) == (failure, calls, calls)
    assert outcome.reason


@pytest.mark.parametrize(
    "fault", ["rate_limit", "server", "gateway", "drop", "cut", "html", "truncated", "empty_choices", "slow"]
)
def test_a_fault_that_passes_is_got_over(fault):
    outcome, calls = ask(f"{fault}:1")
    assert outcome.ok
    assert (outcome.attempts, calls) == (2, 2)


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("no_usage", lambda o: o.usage is None),
        ("cut_off", lambda o: o.finish_reason == "length" and o.text.startswith("I am sorry")),
        ("reasoning", lambda o: o.text.startswith("I am sorry") and o.reasoning == "They are angry."),
        ("long", lambda o: len(o.text) > 90_000),
        ("bad_tool_call", lambda o: o.tool_calls[0].malformed == '{"amount": 2'),
    ],
)
def test_odd_answers_are_taken_for_what_they_are(fault, check):
    outcome, _ = ask(fault)
    assert outcome.ok
    assert check(outcome)


@pytest.mark.parametrize("name", ["seed", "temperature", "tools"])
def test_a_setting_the_endpoint_does_not_know_is_left_out_once_and_told(name):
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        first = await chat.ask(HELLO, purpose="bot", seed=1, temperature=0.0, tools=[Tool(name="credit")])
        second = await chat.ask(HELLO, purpose="bot", seed=2, temperature=0.0, tools=[Tool(name="credit")])
        return first, second, fake.calls

    first, second, calls = scene(play, f"no_{name}")
    assert first.ok
    assert first.dropped == second.dropped == (name,)
    assert [name in call for call in calls] == [True, False, False]


def test_an_endpoint_that_wants_the_newer_name_of_the_token_limit_gets_it():
    outcome, _ = ask("no_max_tokens", max_tokens=40)
    assert outcome.ok
    assert outcome.dropped == ()


def test_waits_follow_retry_after_and_else_grow_with_jitter():
    async def play(fake, door):
        await door.chat(f"openai:{fake.url}#m").ask(HELLO, purpose="bot")
        return list(door.waits)

    assert any(0.05 <= wait < 0.07 for wait in scene(play, "rate_limit:1"))
    first, second, third = scene(play, "server:3")
    assert 0.25 <= first <= 0.5 <= second <= 1.0 <= third <= 2.0


def test_the_jitter_comes_from_a_seed():
    async def play(fake, door):
        for _ in range(2):
            await door.chat(f"openai:{fake.url}#m").ask(HELLO, purpose="bot")
        return door.waits[:3], door.waits[3:]

    once, again = scene(play, "server")
    assert len(once) == 3
    assert once == again


def test_a_wrong_key_stops_every_further_question():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        for _ in range(3):
            outcome = await chat.ask(HELLO, purpose="bot")
        return outcome, len(fake.calls)

    outcome, calls = scene(play, "auth")
    assert (outcome.failure, calls) == ("config", 1)


def test_a_bad_question_does_not_stop_the_next_one():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        await chat.ask(HELLO, purpose="bot")
        return await chat.ask(HELLO, purpose="bot")

    assert scene(play, "bad_request:1").ok


# --- structured answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "rung", "failure"),
    [
        ((), "json_schema", None),
        (("no_schema",), "json_object", None),
        (("no_schema_500",), "json_object", None),
        (("no_format",), "text", None),
        (("prose_json",), "json_schema", None),
        (("wrong_json",), "text", "malformed"),
        (("refusal",), "text", "refused"),
    ],
)
def test_the_ladder_of_structured_answers(faults, rung, failure):
    def say(body):
        # A model that does what it is told in words, whatever the endpoint enforces.
        text = body["messages"][-1]["content"]
        return '{"colour": "red", "count": 1}' if "colour" in text else '{"verdict": "yes", "points": 3}'

    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        one = await chat.ask(HELLO, purpose="judge", answer=Verdict)
        probed = len(fake.calls)
        await chat.ask(HELLO, purpose="judge", answer=Verdict, repeat=1)
        return one, chat.rung, len(fake.calls) - probed

    outcome, found, later = scene(play, *faults, say=None if faults in ((), ("prose_json",)) else say)
    assert (found, outcome.failure) == (rung, failure)
    if failure is None:
        assert isinstance(outcome.parsed, Verdict)
        assert later == 1  # the rung is probed once


def test_an_answer_that_does_not_fit_is_sent_back_once_with_the_reason():
    said = iter(['{"colour": "red", "count": 1}', '{"verdict": "yes"}', '{"verdict": "yes", "points": 2}'])

    async def play(fake, door):
        outcome = await door.chat(f"openai:{fake.url}#m").ask(HELLO, purpose="judge", answer=Verdict)
        return outcome, fake.calls[-1]["messages"]

    outcome, messages = scene(play, say=lambda _body: next(said))
    assert outcome.parsed == Verdict(verdict="yes", points=2)
    assert "points: Field required" in messages[-1]["content"]


def test_a_hiccup_while_probing_does_not_lower_the_rung():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        await chat.ask(HELLO, purpose="judge", answer=Verdict)
        return chat.rung

    assert scene(play, "server:1") == "json_schema"
