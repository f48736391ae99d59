"""The leaderboard with intervals and tiers, and the profile of every bot over the criteria."""

from __future__ import annotations

from typing import Any

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.plots.style import BAND, COLOURS, FAINT, INK, QUIET, figure, label, left_room
from coolhead.bench.types import CRITERIA, Mean

MOST_BOTS = 60
"""Rows that are drawn, best first; the tables hold all."""


def leaderboard(board: Leaderboard) -> Any | None:
    """Overall scores with 95 % intervals, one band per tier; None without a score."""
    rows = [row for row in board.rows if row.overall.mean is not None][:MOST_BOTS]
    if not rows:
        return None
    names = [row.bot for row in rows]
    made = figure(6.2 + left_room(names), 1.35 + 0.27 * len(rows))
    axes = made.add_subplot()
    _bands(axes, rows)
    for place, row in enumerate(rows):
        _interval(axes, place, row.overall, colour=COLOURS[0] if row.rank else QUIET, size=5.5)
        _beside(axes, place, row)
    _bots_axis(axes, rows)
    axes.set_xlim(0, 100)
    axes.set_xlabel("overall score (0–100), 95 % interval")
    axes.set_title("Overall score")
    axes.grid(axis="x")
    if any(row.rank for row in rows):
        for x, head in ((1.06, "tier"), (1.16, "rank")):
            axes.text(x, 1.0, head, transform=axes.transAxes, ha="center", va="bottom", color=QUIET, fontsize=8)
    return made


def profile(board: Leaderboard) -> Any | None:
    """Each criterion in a panel of its own, bots in the order of the leaderboard; None without a score."""
    rows = [row for row in board.rows if any(mean.mean is not None for mean in row.criteria.values())][:MOST_BOTS]
    if not rows:
        return None
    names = [row.bot for row in rows]
    made = figure(8.6 + left_room(names), 1.35 + 0.27 * len(rows))
    panels = made.subplots(1, len(CRITERIA), sharey=True)
    for place, (axes, criterion) in enumerate(zip(panels, CRITERIA, strict=True)):
        _bands(axes, rows)
        for y, row in enumerate(rows):
            _interval(axes, y, row.criteria.get(criterion, Mean()), colour=COLOURS[place], size=4.0)
        if all(row.criteria.get(criterion, Mean()).mean is None for row in rows):
            axes.text(50, (len(rows) - 1) / 2, "not judged", ha="center", va="center", color=QUIET, style="italic")
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 25, 50, 75, 100], ["0", "", "50", "", "100"])
        axes.set_title(criterion, color=INK)
        axes.grid(axis="x")
        if place == 0:
            _bots_axis(axes, rows)
        axes.tick_params(axis="y", length=0)
    made.supxlabel("mean score (0–100), 95 % interval", fontsize=9)
    return made


def _bands(axes: Any, rows: list[Row]) -> None:
    """Every second tier on a grey band, so that tiers show without colour."""
    tiers = list(dict.fromkeys(row.tier for row in rows))
    for place, row in enumerate(rows):
        if row.tier is not None and tiers.index(row.tier) % 2 == 0:
            axes.axhspan(place - 0.5, place + 0.5, color=BAND, zorder=0, linewidth=0)


def _interval(axes: Any, place: int, mean: Mean, *, colour: str, size: float) -> None:
    if mean.mean is None:
        axes.plot([2], [place], marker="x", color=FAINT, markersize=size - 1, linestyle="none")
        return
    if mean.low is not None and mean.high is not None:
        ends = [mean.low, mean.high]
        axes.plot(ends, [place, place], color=colour, linewidth=1.6, marker="|", markersize=size, solid_capstyle="butt")
    axes.plot([mean.mean], [place], marker="o", color=colour, markersize=size, zorder=3)


def _beside(axes: Any, place: int, row: Row) -> None:
    if row.rank is None:
        axes.text(
            1.11,
            place,
            "unranked",
            transform=axes.get_yaxis_transform(),
            ha="center",
            va="center",
            color=QUIET,
            fontsize=8,
        )
        return
    reach = f"{row.rank.low}" if row.rank.low == row.rank.high else f"{row.rank.low}–{row.rank.high}"
    for x, text in ((1.06, str(row.tier)), (1.16, reach)):
        axes.text(x, place, text, transform=axes.get_yaxis_transform(), ha="center", va="center", fontsize=8)


def _bots_axis(axes: Any, rows: list[Row]) -> None:
    axes.set_yticks(range(len(rows)), [label(row.bot) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
