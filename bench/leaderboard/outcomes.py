"""The outcome axis: how dialogues ended and how the anger ran. Published beside the criteria, never inside a mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.means import Cells, as_mean
from coolhead.bench.leaderboard.scan import Scan
from coolhead.bench.stats import cluster_sums, intervals_from_sums, mean_interval, pass_hat_k, rate_interval
from coolhead.bench.types import Mean

Floats = NDArray[np.float64]

SHARES = ("accepted", "accepted_grudging", "walked_away", "handed_off", "bot_ended", "max_turns", "stale", "bot_error")
LEVELS = ("end_anger", "anger_area")
COUNTS = ("turns", "reescalations")
NOT_THE_BOT = ("customer_error", "budget_stop", "transcript")
"""Ends that say nothing about the bot: missing."""

MOST_K = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """One bot's outcome numbers."""

    numbers: dict[str, float | None]
    intervals: dict[str, Mean]
    pass_k: dict[str, float | None]
    pass_intervals: dict[str, Mean]


def outcome_columns(found: Scan) -> dict[str, Floats]:
    """Per dialogue: 1 or 0 for each way to end, and the numbers of the anger's course; NaN = says nothing.

    `accepted` holds every acceptance; `accepted_grudging` is the part of them that came with a grumble.
    """
    names = found.reasons.names()
    reason = np.asarray(found.reason, dtype=np.int64)
    failed = np.asarray(found.failed, dtype=np.int64)
    mute = np.isin(reason, [n for n, name in enumerate(names) if name in NOT_THE_BOT]) | (failed == 2)
    columns = {}
    for share in SHARES:
        wanted = ("accepted", "accepted_grudging") if share == "accepted" else (share,)
        hit = np.isin(reason, [n for n, name in enumerate(names) if name in wanted]).astype(np.float64)
        columns[share] = np.where(mute, np.nan, hit)
    for name in (*LEVELS, *COUNTS, "turns_to_calm"):
        columns[name] = np.where(mute, np.nan, found.column(name))
    known = ~np.isnan(columns["end_anger"]) & (found.column("angry") == 1)
    columns["calmed"] = np.where(known, ~np.isnan(columns["turns_to_calm"]), np.nan)
    return columns


def outcome_of(columns: Mapping[str, Floats], cells: Cells) -> Outcome:
    """The outcome numbers of a bot: every persona counts once, its repeats are averaged first."""
    intervals: dict[str, Mean] = {}
    for name in (*SHARES, "calmed"):
        intervals[name] = as_mean(rate_interval(columns[name][cells.places], cells.clusters, units=cells.units))
    for names, bounds in ((LEVELS, (0.0, 1.0)), ((*COUNTS, "turns_to_calm"), None)):
        table = np.stack([columns[name][cells.places] for name in names])
        sums = cluster_sums(table, cells.clusters, units=cells.units)
        intervals |= dict(zip(names, map(as_mean, intervals_from_sums(sums, bounds=bounds)), strict=True))
    passed = {str(k): _pass(columns["accepted"], cells, k) for k in range(1, _repeats(columns["accepted"], cells) + 1)}
    return Outcome(
        numbers={name: one.mean for name, one in intervals.items()},
        intervals=intervals,
        pass_k={k: one.mean for k, one in passed.items()},
        pass_intervals=passed,
    )


def mean_number(values: Floats, cells: Cells) -> float | None:
    """The mean of a column without an interval; None where any value is unknown: a part is not the whole."""
    mine = values[cells.places]
    if not mine.size or np.isnan(mine).any():
        return None
    return mean_interval(mine, cells.clusters, units=cells.units).mean


def _pass(accepted: Floats, cells: Cells, k: int) -> Mean:
    return as_mean(pass_hat_k(accepted[cells.places], cells.clusters, k=k, units=cells.units))


def _repeats(accepted: Floats, cells: Cells) -> int:
    """The fewest repeats of a persona: k in a row can be seen for every persona up to there."""
    seen = cells.units[~np.isnan(accepted[cells.places])]
    return min(MOST_K, int(np.unique(seen, return_counts=True)[1].min())) if seen.size else 0
