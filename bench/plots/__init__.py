"""Figures of a leaderboard, the only door to matplotlib: a function per figure, each `Leaderboard -> Figure | None`.

The same leaderboard gives the same bytes. Drawn without a display; no figure tells anything by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from coolhead.bench.leaderboard import Leaderboard
from coolhead.bench.plots.anger import trajectories
from coolhead.bench.plots.graders import agreement
from coolhead.bench.plots.indicators import indicators
from coolhead.bench.plots.personas import heatmap
from coolhead.bench.plots.price import price
from coolhead.bench.plots.standing import leaderboard, profile
from coolhead.bench.plots.style import save, styled
from coolhead.bench.store import RunFolder
from coolhead.bench.workers import spread

PLOTS: dict[str, Callable[[Leaderboard], Any | None]] = {
    "leaderboard": leaderboard,
    "profile": profile,
    "personas": heatmap,
    "anger": trajectories,
    "price": price,
    "indicators": indicators,
    "agreement": agreement,
}
"""File name -> figure; None = the run holds nothing to draw there."""


KINDS = (".png", ".svg")
LONGEST = ("indicators", "leaderboard")
"""Drawn first, so that nobody waits for them at the end; each figure takes half a second or more."""


def write_plots(board: Leaderboard, folder: RunFolder) -> list[Path]:
    """Writes `plots/NAME.png` and `.svg` for every figure that has something to show; returns the files.

    Figures of an earlier state that no longer apply are removed.
    """

    def write(name: str) -> None:
        stem = folder.path / "plots" / name
        made = PLOTS[name](board)
        if made is not None:
            save(made, stem)
            return
        for kind in KINDS:
            stem.with_suffix(kind).unlink(missing_ok=True)

    with styled():
        spread(write, sorted(PLOTS, key=lambda name: name not in LONGEST))
    stems = [folder.path / "plots" / name for name in PLOTS]
    return [path for stem in stems for kind in KINDS if (path := stem.with_suffix(kind)).exists()]


__all__ = ["PLOTS", "write_plots"]
