"""Whether a run is good enough to go on: against an earlier run, or against fixed minima.

A check passes, fails, or stays undecided where the evidence does not suffice; it never passes by silence.
"""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.gating.baseline import against
from coolhead.bench.gating.checks import Check, Demands, State, few_customers, interval_text, names
from coolhead.bench.gating.minima import complete, fixed
from coolhead.bench.leaderboard import build
from coolhead.bench.store import RunFolder

__all__ = ["Check", "Demands", "State", "gate", "interval_text", "names"]


def gate(
    folder: RunFolder, demands: Demands, *, baseline: RunFolder | None = None, bots: Sequence[str] = ()
) -> list[Check]:
    """Every check of every bot (or of these bots).

    Raises:
        BadInput: no run, no such bot, nothing to check, or a baseline that was measured with other versions.
    """
    asked = demands.minima or demands.worst_persona is not None or demands.most_critical is not None
    if not asked and baseline is None:
        raise BadInput("coolhead gate", "has nothing to check", do="add --baseline DIR or --min CRITERION=SCORE")
    for one in (folder, *([baseline] if baseline else [])):
        if not one.info():
            raise BadInput(one.path, "holds no run.json", do="name a run folder")
    board = build(folder)
    rows = {row.bot: row for row in board.rows}
    for bot in bots:
        if bot not in rows:
            raise BadInput(folder.path, f"holds no bot '{bot}'", do=did_you_mean(bot, rows))
    chosen = [rows[bot] for bot in bots or rows]
    if not chosen:
        raise BadInput(folder.path, "holds no dialogue", do="play or grade something first")
    checks: list[Check] = []
    for row in chosen:
        # Against a baseline the common ground is what counts, and says so itself.
        few = "" if baseline else few_customers(row.clusters, board)
        checks += [complete(row, few), *fixed(row, demands, board)]
    if baseline is not None:
        checks += against(folder, baseline, chosen, demands, board, named=bool(bots))
    return checks
