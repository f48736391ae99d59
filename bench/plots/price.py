"""Quality against what it costs: money and waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.plots.style import COLOURS, QUIET, figure, label

MOST_BOTS = 40


def price(board: Leaderboard) -> Any | None:
    """Overall score against cost per dialogue and seconds per reply; None where neither is known for two bots."""
    ways: list[tuple[str, Callable[[Row], float | None]]] = [
        ("cost per dialogue (USD)", lambda row: row.cost_per_dialogue),
        ("seconds per reply", lambda row: row.seconds),
    ]
    rows = [row for row in board.rows if row.overall.mean is not None][:MOST_BOTS]
    panels = [(name, get, [r for r in rows if get(r) is not None]) for name, get in ways]
    panels = [(name, get, known) for name, get, known in panels if len(known) > 1 and any(get(r) for r in known)]
    if not panels:
        return None
    made = figure(5.2 * len(panels) + 0.6, 4.2)
    for axes, (name, get, known) in zip(
        made.subplots(1, len(panels), sharey=True, squeeze=False)[0], panels, strict=True
    ):
        _panel(axes, name, [(float(get(row) or 0.0), row) for row in known], unknown=len(rows) - len(known))
    made.get_axes()[0].set_ylabel("overall score, 95 % interval")
    return made


def _panel(axes: Any, name: str, points: list[tuple[float, Row]], *, unknown: int) -> None:
    for x, row in points:
        mean = row.overall
        if mean.low is not None and mean.high is not None:
            axes.plot([x, x], [mean.low, mean.high], color=COLOURS[0], linewidth=1.2, alpha=0.6)
        axes.plot([x], [mean.mean], marker="o", color=COLOURS[0], markersize=6, markeredgecolor="white")
    _name(axes, points)
    _frontier(axes, points)
    most = max(x for x, _ in points)
    axes.set_xlim(-0.04 * most, 1.3 * most)
    axes.set_ylim(0, 100)
    axes.set_xlabel(name)
    axes.grid()
    axes.set_title(f"Quality and {name.split(' (', maxsplit=1)[0]}")
    if unknown:
        axes.text(
            1,
            0.01,
            f"unknown for {unknown} bots",
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            color=QUIET,
            fontsize=7.5,
        )


def _name(axes: Any, points: list[tuple[float, Row]]) -> None:
    """Names to the right of the points, moved apart where they would lie on each other."""
    from matplotlib.patheffects import withStroke

    most = max(x for x, _ in points) or 1.0
    taken: list[tuple[float, float]] = []
    for x, row in sorted(points, key=lambda point: (-(point[1].overall.mean or 0), point[1].bot)):
        y = row.overall.mean or 0.0
        while any(abs(y - other) < 3.6 and abs(x - at) < 0.3 * most for at, other in taken):
            y -= 1.2
        taken.append((x, y))
        text = axes.text(x + 0.025 * most, y, label(row.bot, 22), fontsize=7.5, va="center", zorder=4)
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _frontier(axes: Any, points: list[tuple[float, Row]]) -> None:
    """A step line through the bots that no cheaper bot beats."""
    best, xs, ys = -1.0, [], []
    for x, row in sorted(points, key=lambda point: (point[0], -(point[1].overall.mean or 0))):
        mean = row.overall.mean or 0.0
        if mean > best:
            best = mean
            xs.append(x)
            ys.append(mean)
    axes.step(xs, ys, where="post", color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
