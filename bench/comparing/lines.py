"""The lines of a comparison: criteria, outcome, indicators, personas, and the dialogues that moved most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import numpy as np

from coolhead.bench.comparing.model import Line, Moved
from coolhead.bench.comparing.pairs import Pairs
from coolhead.bench.comparing.sides import Floats, Read
from coolhead.bench.leaderboard.means import POINTS, as_mean
from coolhead.bench.leaderboard.outcomes import outcome_columns
from coolhead.bench.stats import benjamini_hochberg, holm, mean_interval
from coolhead.bench.types import CRITERIA

MOVED = 5
"""Dialogues shown on either side."""

OUTCOME: dict[str, tuple[float, float] | None] = {
    "accepted": (0.0, 1.0), "walked_away": (0.0, 1.0), "handed_off": (0.0, 1.0), "stale": (0.0, 1.0),
    "max_turns": (0.0, 1.0), "bot_error": (0.0, 1.0), "end_anger": (0.0, 1.0), "anger_area": (0.0, 1.0),
    "calmed": (0.0, 1.0), "reescalations": None, "turns": None,
}  # fmt: skip
"""What is compared of the outcome, and between which bounds it lies."""


def criteria_lines(pairs: Pairs) -> tuple[Line, ...]:
    """The five criteria, p adjusted by Holm."""
    lines = [
        pairs.line(name, pairs.one.scores.criteria[name], pairs.two.scores.criteria[name], bounds=POINTS)
        for name in CRITERIA
    ]
    return _adjusted(lines, holm)


def outcome_lines(pairs: Pairs) -> tuple[Line, ...]:
    """What became of the dialogues, p unadjusted."""
    a, b = outcome_columns(pairs.one.found), outcome_columns(pairs.two.found)
    lines = [pairs.line(name, a[name], b[name], bounds=bounds) for name, bounds in OUTCOME.items()]
    # An end that neither ever met is no news.
    return tuple(line for line in lines if line.difference.n and (line.a or line.b))


def indicator_lines(pairs: Pairs) -> tuple[Line, ...]:
    """Every indicator that both were graded on, the surest difference first, p adjusted by Benjamini-Hochberg."""
    a, b = (_marks(read) for read in (pairs.one, pairs.two))
    lines = [pairs.line(id, a[id], b[id], bounds=(0.0, 1.0)) for id in a if id in b]
    lines = list(_adjusted([line for line in lines if line.difference.n], benjamini_hochberg))
    lines.sort(key=lambda line: (line.p is None, line.p, -abs(line.difference.mean or 0.0), line.name))
    return tuple(lines)


def _marks(read: Read) -> dict[str, Floats]:
    chosen = read.scores.graders
    return {id: marks for (criterion, grader, id), marks in read.found.marks.items() if grader in chosen[criterion]}


def persona_lines(pairs: Pairs) -> tuple[Line, ...]:
    """The personas, largest differences first."""
    a, b = pairs.one.scores.overall[pairs.left], pairs.two.scores.overall[pairs.right]
    titles = {unit.name: unit.brief["title"] for unit in pairs.one.found.units if unit.brief}
    lines = []
    for unit in range(int(pairs.units.max()) + 1):
        mine = pairs.units == unit
        both = ~np.isnan(a[mine]) & ~np.isnan(b[mine])
        if not both.any():
            continue
        first, second = a[mine][both], b[mine][both]
        found = mean_interval(second - first, np.arange(first.size))
        name = pairs.keys[int(np.flatnonzero(mine)[0])][0]
        lines.append(
            Line(
                name=name,
                title=titles.get(name, ""),
                a=float(first.mean()),
                b=float(second.mean()),
                difference=as_mean(found),
            )
        )
    lines.sort(key=lambda line: (-abs(line.difference.mean or 0.0), line.name))
    return tuple(lines)


def moved_most(pairs: Pairs) -> tuple[Moved, ...]:
    """The dialogues that fell and rose most."""
    a, b = pairs.one.scores.overall[pairs.left], pairs.two.scores.overall[pairs.right]
    change = b - a
    titles = {unit.name: unit.brief["title"] for unit in pairs.one.found.units if unit.brief}
    known = np.flatnonzero(~np.isnan(change))
    order = known[np.argsort(change[known], kind="stable")]
    most = [*order[:MOVED], *order[-MOVED:]] if order.size > 2 * MOVED else list(order)
    return tuple(_one_moved(pairs, int(place), titles, before=float(a[place]), after=float(b[place])) for place in most)


def _one_moved(pairs: Pairs, place: int, titles: dict[str, str], *, before: float, after: float) -> Moved:
    ids = pairs.one.found.ids[pairs.left[place]], pairs.two.found.ids[pairs.right[place]]
    first, second = (quote(id, safe="") for id in ids)
    name = pairs.keys[place][0]
    links = (f"#/compare/{first}/{second}",) if pairs.together else (f"#/d/{first}", f"#/d/{second}")
    return Moved(
        a=ids[0],
        b=ids[1],
        persona=name,
        title=titles.get(name, ""),
        before=before,
        after=after,
        links=tuple(f"report/index.html{link}" for link in links),
    )


def _adjusted(lines: Sequence[Line], how: Any) -> tuple[Line, ...]:
    p = how([np.nan if line.p is None else line.p for line in lines])
    return tuple(
        line.model_copy(update={"p": None if np.isnan(q) else float(q)}) for line, q in zip(lines, p, strict=True)
    )
