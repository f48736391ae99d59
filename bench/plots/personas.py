"""Bot x persona: where each bot is strong and weak, and which personas are hard for all."""

from __future__ import annotations

from typing import Any

import numpy as np

from coolhead.bench.leaderboard import Leaderboard
from coolhead.bench.plots.style import QUIET, figure, heat, title

MOST_PERSONAS = 60
MOST_BOTS = 40


def heatmap(board: Leaderboard) -> Any | None:
    """Mean overall score of each bot with each persona, hardest personas first; None without personas."""
    personas = [row for row in board.personas if row.scores and row.overall is not None]
    bots = [row.bot for row in board.rows if row.overall.mean is not None][:MOST_BOTS]
    if board.transcripts or not personas or not bots:
        return None
    shown = personas[:MOST_PERSONAS]
    names = [title(f"{row.id}  {row.title}") for row in shown]
    table = np.array([[_number(row.scores.get(bot)) for bot in bots] for row in shown])
    made = figure(
        2.0 + 0.06 * max(map(len, names)) + 0.36 * len(bots), 1.9 + 0.2 * len(shown) + 0.05 * max(map(len, bots))
    )
    axes = made.add_subplot()
    mesh = heat(axes, table, rows=names, columns=bots, line=0.6)
    bar = made.colorbar(mesh, ax=axes, fraction=0.03, pad=0.02, aspect=30, shrink=min(1.0, 12 / len(shown) + 0.3))
    bar.outline.set_visible(False)
    bar.set_label("mean overall score", color=QUIET)
    more = f" (the {len(shown)} hardest of {len(personas)})" if len(personas) > len(shown) else ""
    axes.set_title(f"Score by persona, hardest first{more}", pad=12)
    return made


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
