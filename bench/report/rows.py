"""What the page's index knows of every dialogue: enough to filter and to sort, nothing to read."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coolhead.bench.leaderboard.caps import highest
from coolhead.bench.types import Dialogue, Grade

LONGEST_TEXT = 20_000
"""Characters of one turn that the page shows."""
_NAN = float("nan")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Row:
    """One dialogue in short."""

    id: str
    bot: str
    persona: str
    """"" where the dialogue has none."""
    repeat: int
    seed: int | None
    end: str
    failed: bool
    turns: int
    anger: str
    """One base-36 digit per step, 0 calm to z furious; "" without a trace."""
    size: int
    """Characters to show."""
    scores: list[float | None] = field(default_factory=list)
    """Per criterion, 0-100; None = not judged."""
    critical: tuple[str, ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean over the criteria, 0-100, capped by critical errors as on the leaderboard; None = not judged."""
        given = [score for score in self.scores if score is not None]
        return min(sum(given) / len(given), highest(self.critical)) if given else None


@dataclass(frozen=True)
class Cast:
    """A customer as the page's list names it."""

    id: str = ""
    title: str = ""
    family: str = ""


def read_rows(dialogues: Iterable[Dialogue]) -> tuple[dict[str, Row], dict[str, Cast]]:
    """Dialogue id -> row in file order (the first of two with one id), and the customers met."""
    rows: dict[str, Row] = {}
    cast: dict[str, Cast] = {}
    for dialogue in dialogues:
        if dialogue.id in rows:
            continue
        persona = dialogue.persona or ""
        if persona not in cast:
            brief = dialogue.brief
            cast[persona] = Cast(persona, brief.title, brief.family) if brief and persona else Cast(persona)
        rows[dialogue.id] = Row(
            id=dialogue.id,
            bot=dialogue.bot,
            persona=persona,
            repeat=dialogue.repeat,
            seed=dialogue.seed,
            end=dialogue.end.reason,
            failed=dialogue.failure is not None,
            turns=len(dialogue.turns),
            anger="".join(_DIGITS[round(min(max(step.anger, 0.0), 1.0) * 35)] for step in dialogue.trace),
            size=sum(min(len(turn.text), LONGEST_TEXT) for turn in dialogue.turns),
        )
    return rows, cast


def add_grades(
    rows: Mapping[str, Row],
    grades: Iterable[Grade],
    *,
    criteria: Sequence[str],
    headline: Callable[[Sequence[str]], Sequence[str]],
) -> dict[str, int]:
    """Fills in scores and critical errors; returns the graders met with their versions.

    `headline` picks, from the graders of one criterion, those that make its score.
    """
    places = {id: place for place, id in enumerate(rows)}
    found: dict[tuple[str, str], array[float]] = {}
    errors: list[tuple[str, str, str, tuple[str, ...]]] = []
    versions: dict[str, int] = {}
    for grade in grades:
        versions[grade.grader] = max(grade.version, versions.get(grade.grader, 0))
        place = places.get(grade.dialogue)
        if place is None:
            continue
        column = found.setdefault((grade.criterion, grade.grader), array("d"))
        if grade.score is not None:
            column.extend([_NAN] * (place + 1 - len(column)))
            column[place] = grade.score
        if grade.critical:
            errors.append((grade.dialogue, grade.criterion, grade.grader, grade.critical))
    chosen = {name: headline([grader for criterion, grader in found if criterion == name]) for name in criteria}
    for place, row in enumerate(rows.values()):
        row.scores = [
            _mean([found[name, grader][place] for grader in chosen[name] if place < len(found[name, grader])])
            for name in criteria
        ]
    for id, criterion, grader, critical in errors:
        if grader in chosen.get(criterion, ()):
            rows[id].critical = tuple(dict.fromkeys((*rows[id].critical, *critical)))
    return versions


def index_columns(
    rows: Sequence[Row], *, criteria: Sequence[str], cast: dict[str, Cast], pieces: Sequence[int]
) -> dict[str, Any]:
    """The index as columns of small numbers, with the lists that the numbers point into."""
    bots, personas, ends, criticals = _Codes(), _Codes(), _Codes(), _Codes()
    columns = {
        "id": [row.id for row in rows],
        "bot": [bots(row.bot) for row in rows],
        "persona": [personas(row.persona) for row in rows],
        "repeat": [row.repeat for row in rows],
        "seed": [row.seed for row in rows],
        "end": [ends(row.end) for row in rows],
        "scores": [[_short(row.scores[k]) for row in rows] for k in range(len(criteria))],
        "mean": [_short(row.mean) for row in rows],
        "critical": [[criticals(error) for error in row.critical] for row in rows],
        "anger": [row.anger for row in rows],
        "turns": [row.turns for row in rows],
        "piece": list(pieces),
    }
    return {
        "rows": columns,
        "bots": bots.names(),
        "personas": [{"id": name, "title": cast[name].title} for name in personas.names()],
        "ends": ends.names(),
        "criticals": criticals.names(),
        "criteria": list(criteria),
    }


class _Codes:
    """Names as small numbers, in the order in which they were first met."""

    def __init__(self) -> None:
        self._code: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self._code.setdefault(name, len(self._code))

    def names(self) -> list[str]:
        return list(self._code)


def _mean(values: Sequence[float]) -> float | None:
    given = [value for value in values if not math.isnan(value)]
    return sum(given) / len(given) if given else None


def _short(score: float | None) -> float | None:
    return None if score is None else round(score, 1)
