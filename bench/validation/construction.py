"""The reference bots' lines are labelled by what they are for: which is a held trap, a recap, a follow-up is known.

From that: how many of the lines spoken for an indicator are seen as it (recall), and how often a good agent (B8-B10) is
charged with an error that it did not make (false charges).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from coolhead.bench.bots.reference.bot import lines
from coolhead.bench.types import Dialogue
from coolhead.bench.validation.ladder import Graded
from coolhead.bench.validation.model import Figure, share_figure
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona, Reference
from coolhead.personas.vary import vary

SEEN, FALSE = 0.9, 0.02
GOOD = ("B8", "B9", "B10")
_SPOKEN: dict[str, Callable[[Reference], Iterator[str]]] = {
    "EM+2": lambda r: iter(r.acknowledge),
    "EM+5": lambda r: iter(r.paraphrase),
    "EM+6": lambda r: (text for wordings in r.questions.values() for text in wordings),
    "EM+7": lambda r: iter(r.notice),
    "RE+1": lambda r: iter(r.cause),
    "RE+2": lambda r: (text for wordings in r.offers.values() for text in wordings),
    "RE+3": lambda r: iter(r.choice),
    "PB+4": lambda r: iter(r.refuse),
}
"""Indicator -> the lines of a persona's `reference` that are spoken for it."""
_COMMON = {
    "PB+1": ("limit",),
    "PB+2": ("warn",),
    "PB+5": ("automated",),
    "PB+6": ("hand_over",),
    "PB+8": ("regret",),
    "PB+9": ("grace",),
    "RE+7": ("recap", "check"),
    "RE+8": ("follow",),
    "RE+9": ("report",),
    "CL+6": ("recap",),
}
"""Indicator -> the common lines (bench/data/bots/lines.yaml) that are spoken for it."""


def construction_figures(graded: Sequence[Graded]) -> list[Figure]:
    """Recall of each indicator over the dialogues with a line spoken for it, and false charges of each error."""
    seen: dict[str, list[bool]] = {}
    charged: dict[str, list[bool]] = {}
    for dialogue, grades in graded:
        if dialogue.bot.partition("-")[0] not in GOOD or dialogue.brief is None:
            continue
        verdicts = {id: verdict for grade in grades for id, verdict in grade.indicators.items()}
        for indicator in _done(dialogue):
            seen.setdefault(indicator, []).append(verdicts.get(indicator) == "met")
        for id, verdict in verdicts.items():
            if "-" in id:
                charged.setdefault(id, []).append(verdict == "met")
    return [*_recall(seen), *_charges(charged)]


def _recall(seen: Mapping[str, Sequence[bool]]) -> list[Figure]:
    every = [hit for hits in seen.values() for hit in hits]
    return [
        share_figure("reference lines: seen as what they are, all", sum(every), len(every), least=SEEN),
        *(share_figure(f"reference lines: seen as {id}", sum(hits), len(hits)) for id, hits in sorted(seen.items())),
    ]


def _charges(charged: Mapping[str, Sequence[bool]]) -> list[Figure]:
    every = [hit for hits in charged.values() for hit in hits]
    worst = sorted(((sum(hits), id) for id, hits in charged.items() if any(hits)), reverse=True)
    share = sum(every) / len(every) if every else 0.0
    figure = share_figure("reference lines: errors charged to B8-B10", sum(every), len(every))
    listed = "; ".join(f"{id} {count}" for count, id in worst)
    return [
        figure.model_copy(
            update={"bar": f"at most {FALSE:g}", "holds": share <= FALSE, "detail": f"{figure.detail}; {listed}"}
        )
    ]


def _done(dialogue: Dialogue) -> set[str]:
    """The indicators for which a line was spoken."""
    persona = _persona(dialogue.brief.id if dialogue.brief else "", dialogue.seed)
    said = " ".join(turn.text for turn in dialogue.turns if turn.role == "agent")
    found = {id for id, keys in _COMMON.items() if any(_spoken(key, said) for key in keys)}
    if persona is not None:
        found |= {id for id, texts in _SPOKEN.items() if any(text in said for text in texts(persona.reference))}
    return found


def _spoken(key: str, said: str) -> bool:
    """One of the wordings of a common line was said; its slots may hold anything."""
    entry = lines()[key]
    return any(all(part.strip() in said for part in _fixed(wording)) for wording in entry)


@cache
def _fixed(wording: str) -> tuple[str, ...]:
    parts = wording.replace("}", "{").split("{")[::2]
    return tuple(part for part in parts if len(part.strip()) > 3)


@cache
def _persona(id: str, seed: int) -> Persona | None:
    found = next((p for p in builtin("core") if p.id == id), None)
    return vary(found, seed=seed) if found else None
