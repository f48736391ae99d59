"""What a run would need, before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coolhead.bench.chat.address import parse
from coolhead.bench.chat.prices import price_of
from coolhead.bench.types import Purpose, Usage

USUAL_TURNS = 5
"""Agent turns of a usual dialogue; the upper figure counts with all turns allowed.

The ladder on eight core personas came to 4.1 on average (upper quartile 5): `coolhead run` and the lengths in its
`dialogues.jsonl`."""

CUSTOMER_WORDS, AGENT_WORDS = 30, 120
"""Tokens of a turn of either side. Customers in the same run wrote 25 (upper quartile 32); models write longer than the
reference bots, whose mean was 29."""

JUDGE_RUBRIC, JUDGE_VERDICTS, JUDGE_CALLS = 1600, 400, 5.5
"""Tokens of a judge's instructions and of its verdicts; calls per dialogue (five criteria, a tenth of them twice)."""

VOICE_PROMPT, VOICE_WORDS, VOICE_CALLS = 700, 80, 2
"""Tokens before and in an answer of the model customer, and its calls per turn (it listens, then it speaks)."""


@dataclass(frozen=True)
class Need:
    """Calls and tokens of one model in one role."""

    role: Purpose
    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    """None = the price is unknown."""


def needs(
    *,
    bots: Sequence[tuple[str, Sequence[int]]],
    customer: str | None,
    judges: Sequence[str],
    dialogues: int,
    turns: int,
    qualifying: tuple[int, int] = (0, 0),
) -> list[Need]:
    """What each model would need if every dialogue had this many agent turns.

    `bots`: for each bot that is a model its SPEC and, for each of its dialogues, the tokens of its system prompt;
    `dialogues`: all dialogues of the run, those of other bots included; `customer`: SPEC of a model customer;
    `qualifying`: calls and prompt tokens with which each judge is admitted, once a run.
    """
    found: list[Need] = []
    for spec, prompts in bots:
        history = sum(n * CUSTOMER_WORDS + (n - 1) * AGENT_WORDS for n in range(1, turns + 1))
        prompt = sum(system * turns + history for system in prompts)
        found.append(_need("bot", spec, turns * len(prompts), prompt, turns * len(prompts) * AGENT_WORDS))
    if customer is not None:
        calls = dialogues * (turns + 1) * VOICE_CALLS
        found.append(_need("customer", customer, calls, calls * VOICE_PROMPT, calls * VOICE_WORDS))
    for spec in judges:
        calls = round(dialogues * JUDGE_CALLS)
        prompt = calls * (JUDGE_RUBRIC + turns * (CUSTOMER_WORDS + AGENT_WORDS) + CUSTOMER_WORDS) + qualifying[1]
        calls += qualifying[0]
        found.append(_need("judge", spec, calls, prompt, calls * JUDGE_VERDICTS))
    return found


def total(parts: Iterable[Need]) -> float | None:
    """USD of all together; None when a part is unknown."""
    costs = [part.cost_usd for part in parts]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _need(role: Purpose, spec: str, calls: int, prompt: int, completion: int) -> Need:
    price = price_of(parse(spec, where=f"model {spec}"))
    usage = Usage(prompt_tokens=prompt, completion_tokens=completion)
    return Need(role, spec, calls, prompt, completion, price.of(usage) if price else None)
