"""What a change to one agent turn must do to the customer, over played dialogues (metamorphic checks).

An insult added never lowers the anger, a turn said again that nobody asked for is never better than a new one, and
without the date nothing that needs one is believed. Each dialogue is played again up to the changed turn, by the same
engine and seed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coolhead.bench.protocols import CustomerEngine
from coolhead.bench.types import Dialogue, TraceStep, Turn
from coolhead.bench.validation.model import Figure
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary

INSULTS = ("You are an idiot.", "Are you stupid?", "What a pathetic whiner you are.")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_TIME = re.compile(
    rf"\b(?:(?:{_DAYS})\b(?: \d{{1,2}} (?:{_MONTHS}))?|\d{{1,2}} (?:{_MONTHS})\b|\d{{1,2}}[:.]\d{{2}}|"
    r"(?:within|in|under|for)(?: the| a| an)? (?:next )?[\w-]+(?: (?:working|business))? "
    r"(?:minutes?|hours?|days?|weeks?|months?)\b|"
    r"(?:\d+|one|two|three|five|ten|thirty|sixty)(?: (?:working|business))? (?:minutes?|hours?|days?|weeks?|months?)\b|"
    r"(?:half|quarter of)(?: an| a)? hours?|today|tomorrow|tonight|now|already|just|at once|right away|"
    r"straight away|immediately|"
    r"next (?:\w+ )?(?:bill|day|week|month|morning|slot)|this (?:\w+ )?(?:afternoon|morning|evening|week|minute)|"
    r"before noon|noon|midnight|by night|day and night|daily|first thing)",
    re.I,
)


@dataclass(frozen=True)
class Play:
    """One played dialogue, ready to be played again."""

    persona: Persona
    seed: int
    agent: tuple[Turn, ...]
    steps: tuple[TraceStep, ...]
    settled: tuple[str, ...]


def metamorphic(engine: CustomerEngine, dialogues: Sequence[Dialogue], personas: Mapping[str, Persona]) -> list[Figure]:
    """The three checks; `personas` are the unfilled ones by id."""
    plays = [play for dialogue in dialogues if (play := _play(dialogue, personas)) is not None]
    insult = [worse for n, play in enumerate(plays) for worse in _insulted(engine, play, INSULTS[n % len(INSULTS)])]
    again = [better for play in plays for better in _repeated(engine, play)]
    undated = [believed for play in plays for believed in _undated(engine, play)]
    return [
        _never("an added insult lowers the anger (share of turns)", insult),
        _never("a turn said again is better than a new one (share of turns)", again),
        _never("without its date a remedy that needs one is believed (share of remedies)", undated),
    ]


def _never(name: str, found: Sequence[bool]) -> Figure:
    n = len(found)
    return Figure(name=name, value=sum(found) / n if n else None, n=n, bar="0", holds=not any(found) if n else None)


def _play(dialogue: Dialogue, personas: Mapping[str, Persona]) -> Play | None:
    persona = personas.get(dialogue.persona or "")
    if persona is None or not dialogue.trace:
        return None
    seed = dialogue.seed or 0
    agent = tuple(turn for turn in dialogue.turns if turn.role == "agent")
    return Play(vary(persona, seed=seed), seed, agent, dialogue.trace, dialogue.trace[-1].settled)


def _again(engine: CustomerEngine, play: Play, agent: Sequence[Turn]) -> tuple[TraceStep, ...]:
    """The customer's states when it hears these agent turns."""

    async def go() -> tuple[TraceStep, ...]:
        customer = engine.begin(play.persona, seed=play.seed)
        turns: list[Turn] = []
        steps: list[TraceStep] = []
        for spoken in (None, *agent):
            if spoken is not None:
                turns.append(spoken)
            said = await customer.speak(turns)
            steps.append(said.step)
            turns += [Turn(role="customer", text=text) for text in said.texts]
            if said.end:
                break
        return tuple(steps)

    return asyncio.run(go())


def _insulted(engine: CustomerEngine, play: Play, insult: str) -> Iterator[bool]:
    """For every agent turn: whether the anger after it is lower when it ends with an insult."""
    for n, turn in enumerate(play.agent[: len(play.steps) - 1]):
        rude = turn.model_copy(update={"text": f"{turn.text} {insult}"})
        steps = _again(engine, play, (*play.agent[:n], rude))
        yield steps[-1].anger < play.steps[n + 1].anger - 1e-9


def _repeated(engine: CustomerEngine, play: Play) -> Iterator[bool]:
    """For every later agent turn: whether saying the turn before once more calms more, or brings the case further.

    Not where the customer has just asked whether that holds: to say it again answers the question.
    """
    for n in range(1, min(len(play.agent), len(play.steps) - 1)):
        if "question_proof" in play.steps[n].act:
            continue
        steps = _again(engine, play, (*play.agent[:n], play.agent[n - 1]))
        if len(steps) == n + 2:
            new, old = play.steps[n + 1], steps[-1]
            yield old.anger < min(new.anger, play.steps[n].anger) - 1e-9 or old.progress > new.progress + 1e-9


def _undated(engine: CustomerEngine, play: Play) -> Iterator[bool]:
    """For every settled remedy that needs a time: whether it settles when no agent turn names one."""
    dated = {remedy.id for remedy in play.persona.remedies if "when" in remedy.needs} & set(play.settled)
    if not dated:
        return
    times = sorted(play.persona.case.policy.service_times.values(), key=len, reverse=True)
    bare = [_without_times(turn, times) for turn in play.agent]
    last = _again(engine, play, bare)[-1]
    for remedy in sorted(dated):
        yield remedy in last.settled


def _without_times(turn: Turn, times: Sequence[str]) -> Turn:
    text = turn.text
    for value in times:
        text = re.sub(re.escape(value), "", text, flags=re.I)
    return turn.model_copy(update={"text": re.sub(r"\s+", " ", _TIME.sub("", text)).strip() or "Yes."})
