"""How many calls to a model at once, how fast, and for how much money."""

from __future__ import annotations

import asyncio
import json

import pytest

from coolhead.bench.chat.address import parse
from coolhead.bench.chat.budget import Purse
from coolhead.bench.chat.estimate import needs, total
from coolhead.bench.chat.limits import Gate
from coolhead.bench.chat.prices import price_of
from coolhead.bench.types import ChatMessage, ChatOutcome, Usage

HELLO = (ChatMessage(role="user", content="Hello"),)


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
