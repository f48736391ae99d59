"""How far the simulated customer can be believed: the published figures, computed from played dialogues.

Pure functions over `Dialogue`s with their trace. What each figure should be is in docs/customer.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from coolhead.bench.customers.styling import style_data
from coolhead.bench.customers.tokens import STOPWORDS
from coolhead.bench.customers.voice import templates
from coolhead.bench.types import Dialogue, TraceStep
from coolhead.personas.schema import Persona

ACCEPTED = frozenset({"accepted", "accepted_grudging"})
_KIND_WORDS = frozenset({"specific_ack", "generic_ack", "formula"})
_MOVES = frozenset(
    {
        "progress",
        "question",
        "open_question",
        "offer",
        "promise",
        "settled",
        "cause_found",
        "paraphrase",
        "check",
        "choice",
        "confirmed",
    }
)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


class Share(BaseModel):
    """A share and what it was taken of; `value` is None when there was nothing to count."""

    model_config = ConfigDict(frozen=True)

    value: float | None
    hits: int
    of: int


def share(hits: int, of: int) -> Share:
    """`hits` of `of`."""
    return Share(value=hits / of if of else None, hits=hits, of=of)


def accept_rate(dialogues: Iterable[Dialogue]) -> Share:
    """Share of dialogues that ended accepted, grudgingly or not."""
    every = list(dialogues)
    return share(sum(d.end.reason in ACCEPTED for d in every), len(every))


def accept_by_persona(dialogues: Iterable[Dialogue]) -> dict[str, Share]:
    """`accept_rate` for each persona id."""
    groups: dict[str, list[Dialogue]] = {}
    for dialogue in dialogues:
        groups.setdefault(dialogue.persona or "", []).append(dialogue)
    return {persona: accept_rate(group) for persona, group in sorted(groups.items())}


def niceness(dialogues: Iterable[Dialogue]) -> Share:
    """Share of turns with nothing but kind words after which the anger was lower: at most 0.1 is wanted."""
    falls = turns = 0
    for dialogue in dialogues:
        for before, after in pairwise(dialogue.trace):
            names = {event.name for event in after.events}
            if names & _KIND_WORDS and not names & _MOVES:
                turns += 1
                falls += after.anger < before.anger
    return share(falls, turns)


def early_reveals(dialogue: Dialogue, persona: Persona) -> list[tuple[int, str]]:
    """(turn, fact id) wherever the customer says something not public that nobody had unlocked.

    `persona` is the filled one. A fact shows by words of its own: words that stand in none of the texts that the
    customer may say at any time. A fact is unlocked in a turn whose act is an answer.
    """
    reveals: list[tuple[int, str]] = []
    own = own_words(persona)
    said: set[str] = set()
    acts = {step.turn: step.act for step in dialogue.trace}
    act = ""
    agent: set[str] = set()
    for n, turn in enumerate(dialogue.turns):
        words = set(_WORD.findall(turn.text.lower()))
        if turn.role == "agent":
            agent |= words
            continue
        act = acts.get(n, act)
        for fact, key in own.items():
            shown = (words & key) - agent
            if fact in said or not key or len(shown) < min(2, len(key)):
                continue
            if {"supply_info", "disclose"} & set(act.split("+")):
                said.add(fact)
            else:
                reveals.append((n, fact))
    return reveals


def own_words(persona: Persona) -> dict[str, set[str]]:
    """For each fact that is not public, the words that only it holds.

    Four letters and more or a number, in no other text of the persona, not in the customer's general vocabulary.
    """

    def words(texts: Iterable[str]) -> set[str]:
        return {w for text in texts for w in _WORD.findall(text.lower()) if len(w) > 3 or w.isdecimal()}

    flat = [text for opening in persona.opening for text in ([opening] if isinstance(opening, str) else opening)]
    public = words(
        [*flat, *persona.asks, *(persona.trap.say if persona.trap else ()), *(persona.cue.say if persona.cue else ())]
    )
    public |= words(text for fact in persona.facts if fact.level == "open" for text in fact.say)
    public |= words(
        [r.label for r in (*persona.remedies, *persona.wrong)] + ([persona.trap.label] if persona.trap else [])
    )
    public |= _vocabulary()
    hidden = {f.id: words(f.say) for f in persona.facts if f.level != "open"}
    return {
        name: mine - public - set().union(*(other for n, other in hidden.items() if n != name))
        for name, mine in hidden.items()
    }


@cache
def _vocabulary() -> frozenset[str]:
    """Words that any customer may use: those of the templates and the plain words of the language."""
    texts = [t for cell in templates().values() for variants in cell.values() for t in variants]
    texts += [a for style in style_data().values() if isinstance(style, dict) for a in (*style["add"], *style["cool"])]
    return frozenset(w for text in texts for w in _WORD.findall(text.lower())) | STOPWORDS


def wrong_stops(dialogues: Iterable[Dialogue]) -> list[str]:
    """Ids of dialogues that ended accepted although no acceptable outcome was settled."""
    wrong = []
    for dialogue in dialogues:
        if dialogue.end.reason in ACCEPTED and dialogue.brief and dialogue.trace:
            settled = set(dialogue.trace[-1].settled)
            if not any(set(outcome.remedies) <= settled for outcome in dialogue.brief.goal.accept):
                wrong.append(dialogue.id)
    return wrong


def repeated_sentences(dialogue: Dialogue) -> list[str]:
    """Sentences that the customer said twice in one dialogue; the opening, which is the author's, counts as one."""
    seen: Counter[str] = Counter()
    opening: set[str] = set()
    begun = False
    for turn in dialogue.turns:
        begun |= turn.role == "agent"
        if turn.role == "customer":
            keys = [" ".join(_WORD.findall(s.lower())) for s in re.split(r"(?<=[.!?])\s+|\n+", turn.text)]
            if begun:
                seen.update(key for key in keys if key)
            else:
                opening.update(key for key in keys if key)
    seen.update(opening)
    return [text for text, count in seen.items() if count > 1]


def acts_seen(dialogues: Iterable[Dialogue]) -> Counter[str]:
    """How often each act occurred."""
    return Counter(act for d in dialogues for step in d.trace for act in step.act.split("+") if act)


def progression(dialogue: Dialogue) -> str:  # noqa: PLR0911
    """Which of the named courses the dialogue took.

    quick_burner, slow_burner, sawtooth, plateau, explosive, cold_exit, loop_victim, or "plain".
    """
    trace = dialogue.trace
    if len(trace) < 2:
        return "plain"
    anger = [step.anger for step in trace]
    acts = Counter(act for step in trace for act in step.act.split("+"))
    accepted = dialogue.end.reason in ACCEPTED
    events = {event.name for step in trace for event in step.events}
    if acts["insult"] + acts["threat_person"] >= 2:
        return "explosive"
    if not accepted and "repeat" in events and acts["repeat_self"] + acts["demand_human"] + acts["test_bot"] >= 2:
        return "loop_victim"
    if _turns_round(anger):
        return "sawtooth"
    if dialogue.end.reason == "accepted_grudging" or (accepted and anger[-1] >= 0.4):
        return "plateau"
    if accepted and anger[0] >= 0.55 and _first_below(trace, 0.4) <= 4:
        return "quick_burner"
    if not accepted and anger[0] < 0.7 and max(anger) >= anger[0] + 0.15:
        return "slow_burner"
    if dialogue.end.reason == "walked_away" and not acts["insult"]:
        return "cold_exit"
    return "plain"


def _turns_round(anger: Sequence[float], *, swing: float = 0.08) -> bool:
    """Down, up again, down again, each by at least `swing`."""
    low = high = anger[0]
    stage = 0
    for value in anger[1:]:
        if stage == 0:
            high = max(high, value)
            if value <= high - swing:
                stage, low = 1, value
        elif stage == 1:
            low = min(low, value)
            if value >= low + swing:
                stage, high = 2, value
        else:
            high = max(high, value)
            if value <= high - swing:
                return True
    return False


def _first_below(trace: Sequence[TraceStep], level: float) -> int:
    return next((n for n, step in enumerate(trace) if step.anger < level), len(trace))


def progressions(dialogues: Iterable[Dialogue]) -> Counter[str]:
    """How many dialogues took each course."""
    return Counter(progression(d) for d in dialogues)


def style_gap(dialogues: Iterable[Dialogue], *, base: Mapping[str, str]) -> float | None:
    """The largest difference of accept rates between writing styles of one story, 0-1.

    `base` maps a persona id to the story it is a style of; None when no story has two styles.
    """
    stories: dict[str, dict[str, list[Dialogue]]] = {}
    for dialogue in dialogues:
        persona = dialogue.persona or ""
        if persona in base:
            stories.setdefault(base[persona], {}).setdefault(persona, []).append(dialogue)
    gaps = []
    for styles in stories.values():
        rates = [rate.value for group in styles.values() if (rate := accept_rate(group)).value is not None]
        if len(rates) > 1:
            gaps.append(max(rates) - min(rates))
    return max(gaps) if gaps else None
