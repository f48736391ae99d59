"""The chat door against a fake provider with every fault: what comes out, how often it asks, that no key leaks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
from pydantic import BaseModel

from coolhead.bench.chat.door import Door
from coolhead.bench.errors import BadInput
from coolhead.bench.faults import FAULTS, FakeProvider
from coolhead.bench.types import ChatMessage, ChatOutcome, Tool

HELLO = [ChatMessage(role="user", content="Where is my parcel?")]
KEY = "planted-key-0123456789"


class Verdict(BaseModel):
    verdict: str
    points: int


def scene(play: Callable[[FakeProvider, Door], Awaitable[object]], *faults: str, **fields):
    """Plays a scene with a fake provider and a door whose waits take no time; returns what the scene returns."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    async def whole():
        door_fields = {name: fields.pop(name) for name in ("cache", "max_cost", "at_once") if name in fields}
        async with FakeProvider(faults, **fields) as fake:
            door = Door(environment={"COOLHEAD_API_KEY": KEY}, timeout=0.3, sleep=sleep, **door_fields)
            door.waits = waits
            try:
                return await play(fake, door)
            finally:
                await door.close()

    return asyncio.run(whole())


def ask(*faults: str, options: str = "", **question) -> tuple[ChatOutcome, int]:
    """What comes of one question, and how many reached the provider."""

    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}{options}#m")
        return await chat.ask(HELLO, purpose="bot", **question), len(fake.calls)

    return scene(play, *faults)


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


# --- cache, budget, readiness ------------------------------------------------------------------------------------


def test_the_same_question_is_paid_for_once_and_a_repeat_is_another_question(tmp_path):
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}?price=1#m")
        asked = [await chat.ask(HELLO, purpose="judge", answer=Verdict, repeat=n) for n in (0, 0, 1, 0)]
        return asked, len(fake.calls), door.report()["spent"]["judge"]

    asked, calls, spent = scene(play, cache=tmp_path / "answers.sqlite")
    assert [one.cached for one in asked] == [False, True, False, True]
    assert asked[1].parsed == asked[0].parsed
    assert asked[1].cost_usd == asked[0].cost_usd
    assert calls == 3  # a probe and two questions
    assert (spent["calls"], spent["cached"]) == (3, 2)


def test_the_spending_limit_is_checked_before_each_call():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}?price=1000&max_tokens=20#m")
        outcomes = [await chat.ask(HELLO, purpose="bot", seed=n) for n in range(5)]
        return [one.failure for one in outcomes], len(fake.calls), door.shared.purse.spent

    failures, calls, spent = scene(play, max_cost=0.1)
    assert failures[0] is None
    assert failures[-1] == "budget"
    assert calls == failures.count(None)
    assert spent <= 0.1


def test_many_calls_at_once_cannot_pass_the_limit_together():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}?price=1000&max_tokens=20#m")
        await asyncio.gather(*(chat.ask(HELLO, purpose="bot", seed=n) for n in range(30)))
        return door.shared.purse.spent

    assert 0 < scene(play, max_cost=0.1, delay=0.01) <= 0.1


def test_a_limit_over_an_unknown_price_is_refused_before_anything_is_sent():
    async def play(fake, door):
        door.chat(f"openai:{fake.url}#m", where="--bot x")
        with pytest.raises(BadInput, match=r"no known price.*price="):
            await door.check()
        return len(fake.calls)

    assert scene(play, max_cost=1.0) == 0


def test_no_more_questions_at_once_than_allowed():
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}?at_once=3#m")
        await asyncio.gather(*(chat.ask(HELLO, purpose="bot", seed=n) for n in range(12)))
        return fake.busiest

    assert scene(play, delay=0.01) == 3


def test_a_server_that_is_loading_is_waited_for():
    async def play(fake, door):
        door.chat(f"openai:{fake.url}#m")
        await door.check()
        return len(door.waits), len(fake.calls)

    assert scene(play, "loading:3") == (3, 1)


def test_without_a_model_name_the_first_one_listed_is_asked():
    async def play(fake, door):
        door.chat(f"openai:{fake.url}")
        await door.check()
        return fake.calls[0]["model"]

    assert scene(play) == "fake-1"


@pytest.mark.parametrize(
    ("fault", "complaint"), [("auth", "key"), ("not_found", "no such model"), ("redirect", "redirects to")]
)
def test_a_wrong_key_or_model_is_found_before_the_run(fault, complaint):
    async def play(fake, door):
        door.chat(f"openai:{fake.url}#m", where="--bot x")
        with pytest.raises(BadInput, match=rf"^--bot x: .*{complaint}") as caught:
            await door.check()
        assert KEY not in str(caught.value)

    scene(play, fault)


def test_an_address_where_nobody_listens_is_one_clear_line():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]

    async def play(_fake, door):
        door.chat(f"openai:http://127.0.0.1:{port}/v1#m", where="--bot x")
        ticking = iter(range(99))
        object.__setattr__(door.shared, "clock", lambda: float(next(ticking)))
        with pytest.raises(BadInput, match=f"nobody answers at 127.0.0.1:{port}"):
            await door.check()

    scene(play)


# --- keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["", *sorted(FAULTS)])
def test_a_key_never_leaves_by_any_fault(fault, tmp_path, caplog, capfd):
    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}#m")
        outcome = await chat.ask(HELLO, purpose="bot", seed=1, tools=[Tool(name="credit")])
        other = await chat.ask(HELLO, purpose="judge", answer=Verdict)
        everything = [
            outcome,
            other,
            chat,
            chat.exchange,
            vars(chat.exchange),
            vars(chat.exchange.sender),
            door,
            vars(door),
        ]
        return " ".join(f"{thing!s} {thing!r}" for thing in everything) + outcome.model_dump_json() + str(door.report())

    shown = scene(play, *([fault] if fault else []), cache=tmp_path / "answers.sqlite", key=KEY)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY not in shown
    assert KEY.encode() not in written
    assert KEY not in caplog.text + "".join(capfd.readouterr())


def test_the_key_of_one_account_is_not_sent_to_an_address_that_did_not_ask_for_it():
    async def play(fake, _door):
        door = Door(environment={"OPENAI_API_KEY": KEY})
        outcome = await door.chat(f"openai:{fake.url}#m").ask(HELLO, purpose="bot")
        await door.close()
        named = Door(environment={"OPENAI_API_KEY": KEY})
        allowed = await named.chat(f"openai:{fake.url}?key_env=OPENAI_API_KEY#m").ask(HELLO, purpose="bot")
        await named.close()
        return outcome.failure, allowed.failure

    assert scene(play, key=KEY) == ("config", None)


def test_a_key_variable_that_is_not_set_is_named():
    with pytest.raises(BadInput, match="ACME_KEY is not set"):
        Door(environment={}).chat("openai:http://127.0.0.1:1/v1?key_env=ACME_KEY#m")
