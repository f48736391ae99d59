"""Which indicators each bot meets: the score taken apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from coolhead.bench.leaderboard import Count, Leaderboard
from coolhead.bench.plots.style import INK, QUIET, figure, heat, label
from coolhead.bench.types import CRITERIA
from coolhead.graders.rubric import rubric

MOST_BOTS = 40
MOST_INDICATORS = 120
TEXT = 60
"""Signs of a row's label."""


def indicators(board: Leaderboard) -> Any | None:
    """Share of good verdicts per indicator and bot (met, or for a penalty not met); None without indicators."""
    bots = [row.bot for row in board.rows if row.bot in board.indicators][:MOST_BOTS]
    rows = [(c, i) for c in CRITERIA for i in _ids(board, bots, c)][:MOST_INDICATORS]
    if not bots or not rows:
        return None
    table = np.array([[_share(i, board.indicators[bot].get(c, {}).get(i)) for bot in bots] for c, i in rows])
    made = figure(6.3 + 0.34 * len(bots), 1.8 + 0.17 * len(rows) + 0.06 * max(len(label(b, 22)) for b in bots))
    axes = made.add_subplot()
    mesh = heat(axes, table, rows=[_named(i) for _, i in rows], columns=bots)
    _brackets(axes, [c for c, _ in rows], len(bots))
    bar = made.colorbar(mesh, ax=axes, fraction=0.04, pad=0.03, aspect=30, shrink=0.6)
    bar.outline.set_visible(False)
    bar.set_label("% of applicable dialogues: met (penalties: avoided)", color=QUIET, fontsize=8)
    axes.set_title("Indicators (– = never applicable)", pad=12)
    return made


def _ids(board: Leaderboard, bots: list[str], criterion: str) -> list[str]:
    """Positive indicators first, then penalties."""
    found = {id for bot in bots for id in board.indicators[bot].get(criterion, {})}
    return sorted(found, key=lambda id: ("-" in id, _number(id), id))


def _named(id: str) -> str:
    """What the rubric says of it, as far as it fits, and the id."""
    known = rubric().indicators.get(id)
    if known is None:
        return label(id, TEXT)
    text = known.text if known.good else f"not: {known.text}"
    room = TEXT - len(id) - 2
    return f"{text if len(text) <= room else text[: room - 1] + '…'}  {id}"


def _number(id: str) -> int:
    digits = "".join(c for c in id if c.isdigit())
    return int(digits) if digits else 0


def _share(id: str, count: Count | None) -> float:
    judged = count.met + count.missed if count else 0
    if count is None or not judged:
        return float("nan")
    return 100.0 * (count.missed if "-" in id else count.met) / judged


def _brackets(axes: Any, criteria: list[str], right: int) -> None:
    start = 0
    for place in range(1, len(criteria) + 1):
        if place == len(criteria) or criteria[place] != criteria[start]:
            middle = (right, (start + place) / 2)
            axes.annotate(criteria[start], middle, xytext=(7, 0), textcoords="offset points", va="center", color=INK)
            if place < len(criteria):
                axes.axhline(place, color=INK, linewidth=0.9)
            start = place
