"""Do the graders agree: where the first two of each criterion put the same dialogues."""

from __future__ import annotations

from typing import Any

import numpy as np

from coolhead.bench.leaderboard import Agreement, Leaderboard
from coolhead.bench.plots.style import figure, label


def agreement(board: Leaderboard) -> Any | None:
    """Level by level, one panel per criterion with at least two graders; None where there is none."""
    shown = [one for one in board.agreement if one.n and one.table]
    if not shown:
        return None
    made = figure(0.5 + 2.4 * len(shown), 3.2)
    for axes, one in zip(made.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
        _panel(axes, one)
    return made


def _panel(axes: Any, one: Agreement) -> None:
    table = np.array(one.table, dtype=float)
    total = table.sum() or 1.0
    axes.pcolormesh(
        table / total,
        cmap="Greys",
        vmin=0,
        vmax=max(0.12, float((table / total).max())),
        edgecolors="white",
        linewidth=1,
    )
    top = (table / total).max() or 1.0
    for (y, x), value in np.ndenumerate(table):
        if value:
            dark = value / total > 0.55 * top
            axes.text(
                x + 0.5,
                y + 0.5,
                _percent(100 * value / total),
                ha="center",
                va="center",
                fontsize=7.5,
                color="white" if dark else "black",
            )
    axes.set_xticks(np.arange(5) + 0.5, ["1", "2", "3", "4", "5"])
    axes.set_yticks(np.arange(5) + 0.5, ["1", "2", "3", "4", "5"])
    axes.set_aspect("equal")
    axes.tick_params(length=0)
    axes.set_ylabel(f"level by {label(one.graders[0], 24)}", fontsize=8)
    axes.set_xlabel(f"level by {label(one.graders[1], 24)}", fontsize=8)
    alpha = "–" if one.alpha is None else f"{one.alpha:.2f}"
    if one.low is not None and one.high is not None:
        alpha += f" ({one.low:.2f}–{one.high:.2f})"
    gwet = "–" if one.gwet is None else f"{one.gwet:.2f}"
    axes.set_title(f"{one.criterion}\nα {alpha}\nGwet {gwet}, n {one.n:,}", fontsize=8.5)


def _percent(value: float) -> str:
    return f"{value:.0f}" if value >= 1 else "<1"
