"""Quality against what it costs: money and waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.plots.style import COLOURS, QUIET, figure, label

MOST_BOTS = 40
NAMED_UP_TO = 8
"""Bots up to which names stand beside the points; more of them get numbers and a list."""

WAYS: tuple[tuple[str, Callable[[Row], float | None]], ...] = (
    ("cost per dialogue (USD)", lambda row: row.cost_per_dialogue),
    ("seconds per reply", lambda row: row.seconds),
)
Point = tuple[float, float, Row, str]
"""Price, score, row, and what is written beside the point."""


def price(board: Leaderboard) -> Any | None:
    """Overall score against cost per dialogue and seconds per reply; None where neither is known for two bots."""
    rows = [row for row in board.rows if row.overall.mean is not None][:MOST_BOTS]
    panels = [(name, [(get(row), row) for row in rows if get(row) is not None]) for name, get in WAYS]
    panels = [(name, known) for name, known in panels if len(known) > 1 and any(x for x, _ in known)]
    if not panels:
        return None
    shown = [row for row in rows if any(row is one for _, known in panels for _, one in known)]
    named = len(shown) <= NAMED_UP_TO
    texts = {row.bot: label(row.bot, 24) if named else str(n) for n, row in enumerate(shown, 1)}
    made = figure(4.9 * len(panels) + (0.4 if named else 2.2), 4.2)
    columns = made.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (name, known) in zip(columns, panels, strict=True):
        points = [(float(x or 0.0), float(row.overall.mean or 0.0), row, texts[row.bot]) for x, row in known]
        _panel(axes, name, points, named=named)
        if len(known) < len(rows):
            said = f"unknown for {len(rows) - len(known)} bots"
            axes.text(1, 0.01, said, transform=axes.transAxes, ha="right", va="bottom", color=QUIET, fontsize=7.5)
    columns[0].set_ylabel("overall score, 95 % interval")
    if not named:
        listed = "\n".join(f"{texts[row.bot]:>2}  {label(row.bot, 26)}" for row in shown)
        columns[-1].annotate(
            listed, (1, 1), xytext=(10, 0), xycoords="axes fraction", textcoords="offset points", va="top", fontsize=7.5
        )
    return made


def _panel(axes: Any, name: str, points: list[Point], *, named: bool) -> None:
    for x, y, row, _ in points:
        if row.overall.low is not None and row.overall.high is not None:
            axes.plot([x, x], [row.overall.low, row.overall.high], color=COLOURS[0], linewidth=1.0, alpha=0.5)
        axes.plot([x], [y], marker="o", color=COLOURS[0], markersize=6 if named else 11, markeredgecolor="white")
    most = max(x for x, *_ in points)
    axes.set_xlim(-0.04 * most, (1.3 if named else 1.08) * most)
    axes.set_ylim(0, 100)
    _beside(axes, points, most) if named else _inside(axes, points)
    _frontier(axes, points)
    axes.set_xlabel(name)
    axes.grid()
    axes.set_title(f"Quality and {name.split(' (', maxsplit=1)[0]}")


def _beside(axes: Any, points: list[Point], most: float) -> None:
    """Names to the right of the points, moved apart where they would lie on each other."""
    from matplotlib.patheffects import withStroke

    taken: list[tuple[float, float]] = []
    for x, mean, _, text in sorted(points, key=lambda point: (-point[1], point[2].bot)):
        y = mean
        while any(abs(y - other) < 3.6 and abs(x - at) < 0.4 * most for at, other in taken):
            y -= 1.2
        taken.append((x, y))
        made = axes.text(x + 0.025 * most, y, text, fontsize=7.5, va="center", zorder=4)
        made.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _inside(axes: Any, points: list[Point]) -> None:
    for x, y, _, text in points:
        axes.text(x, y, text, fontsize=6.5, ha="center", va="center_baseline", color="white", zorder=4)


def _frontier(axes: Any, points: list[Point]) -> None:
    """A step line through the bots that no cheaper bot beats."""
    best, xs, ys = -1.0, [], []
    for x, y, *_ in sorted(points, key=lambda point: (point[0], -point[1])):
        if y > best:
            best = y
            xs.append(x)
            ys.append(y)
    axes.step(xs, ys, where="post", color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    axes.text(
        0.01, 0.99, "dashed: the best for the price", transform=axes.transAxes, va="top", color=QUIET, fontsize=7.5
    )
