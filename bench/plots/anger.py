"""How angry the customers were before each reply."""

from __future__ import annotations

import math
from typing import Any

from coolhead.bench.leaderboard import Leaderboard
from coolhead.bench.leaderboard.anger import CALM
from coolhead.bench.plots.style import COLOURS, DASHES, FAINT, MARKS, QUIET, figure, label

TOGETHER = 6
"""Bots up to which the curves share a panel; more of them get a panel each."""

MOST_BOTS = 40


def trajectories(board: Leaderboard) -> Any | None:
    """Mean anger before the 1st, 2nd, ... reply; a finished dialogue keeps its last value. None without traces."""
    bots = [row.bot for row in board.rows if len(board.trajectories.get(row.bot, ())) > 1][:MOST_BOTS]
    if not bots:
        return None
    return _one_panel(board, bots) if len(bots) <= TOGETHER else _many_panels(board, bots)


def _one_panel(board: Leaderboard, bots: list[str]) -> Any:
    made = figure(6.6, 4.0)
    axes = made.add_subplot()
    for place, bot in enumerate(bots):
        levels = board.trajectories[bot]
        axes.plot(
            range(len(levels)), levels, color=COLOURS[place], linestyle=DASHES[place], marker=MARKS[place],
            markersize=5, linewidth=1.8, markeredgecolor="white", label=label(bot),
        )  # fmt: skip
    _dress(axes, max(len(board.trajectories[bot]) for bot in bots))
    axes.set_xlabel("replies so far")
    axes.set_ylabel("mean anger (0–1)")
    axes.set_title("The customers' anger over the dialogue")
    # In the order of the last values, beside the curves' ends.
    handles, names = axes.get_legend_handles_labels()
    order = sorted(range(len(bots)), key=lambda n: -board.trajectories[bots[n]][-1])
    axes.legend(
        [handles[n] for n in order], [names[n] for n in order], loc="center left", bbox_to_anchor=(1.0, 0.5),
        frameon=False, handlelength=3.2,
    )  # fmt: skip
    return made


def _many_panels(board: Leaderboard, bots: list[str]) -> Any:
    wide = 5
    high = math.ceil(len(bots) / wide)
    made = figure(9.6, 0.9 + 1.55 * high)
    panels = made.subplots(high, wide, sharex=True, sharey=True, squeeze=False)
    longest = max(len(board.trajectories[bot]) for bot in bots)
    for place, axes in enumerate(panels.flat):
        if place >= len(bots):
            axes.set_visible(False)
            continue
        for other in bots:
            axes.plot(range(len(board.trajectories[other])), board.trajectories[other], color=FAINT, linewidth=0.8)
        levels = board.trajectories[bots[place]]
        axes.plot(range(len(levels)), levels, color=COLOURS[0], linewidth=2.2)
        axes.plot([len(levels) - 1], [levels[-1]], marker="o", color=COLOURS[0], markersize=4.5)
        _dress(axes, longest)
        axes.set_title(label(bots[place], 24), fontsize=8.5)
        if place + wide >= len(bots):  # nothing below this panel
            axes.tick_params(labelbottom=True)
    made.supxlabel("replies so far", fontsize=9)
    made.supylabel("mean anger (0–1)", fontsize=9)
    made.suptitle(
        "The customers' anger over the dialogue (grey: the other bots)",
        fontsize=10,
        fontweight="bold",
        x=0.01,
        ha="left",
    )
    return made


def _dress(axes: Any, longest: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.axhline(CALM, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    axes.text(0, CALM - 0.02, "calm", color=QUIET, fontsize=7, va="top")
    axes.set_ylim(0, 1.03)
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlim(-0.3, max(longest - 1, 1) + 0.3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.grid(axis="y")
