"""What the chat door guards: the cache, the budget, readiness and the keys."""

from __future__ import annotations

import asyncio
import socket

import pytest
from chat_kit import HELLO, KEY, Verdict, scene

from coolhead.bench.chat.door import Door
from coolhead.bench.errors import BadInput
from coolhead.bench.faults import FAULTS
from coolhead.bench.types import Tool

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
