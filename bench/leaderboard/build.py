"""From the lines of a run folder to its leaderboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from coolhead.bench.leaderboard.agreement import agreements
from coolhead.bench.leaderboard.breakdown import groups, personas
from coolhead.bench.leaderboard.comparable import Comparable, comparable
from coolhead.bench.leaderboard.headline import JUDGE, Scores, headline, qualified_judges
from coolhead.bench.leaderboard.means import POINTS, Cells, Floats, as_mean, mean_of, overall_mean
from coolhead.bench.leaderboard.model import Count, Leaderboard, Length, Row, Weights
from coolhead.bench.leaderboard.outcomes import Outcome, mean_number, outcome_columns, outcome_of
from coolhead.bench.leaderboard.ranks import Order, Table, aligned, independent_order, paired_order
from coolhead.bench.leaderboard.scan import Scan, scan
from coolhead.bench.leaderboard.styles import style_gaps
from coolhead.bench.leaderboard.unseen import unseen
from coolhead.bench.stats import (
    MINIMUM_CLUSTERS,
    LengthAdjustment,
    cluster_sums,
    length_adjusted_means,
    weight_sensitivity,
)
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA, Coverage, Mean

TRANSCRIPT = "transcript"
PRIVATE = ("started", "ended", "regraded")
"""Parts of `run.json` that differ each time: the leaderboard of the same dialogues has the same bytes."""


def build(folder: RunFolder, *, mix: bool = False) -> Leaderboard:
    """The leaderboard of a run folder, from its lines alone.

    With `mix` bots that were measured otherwise (other versions, other personas) are ranked with the rest, and a note
    says what was mixed; without it they stand below, unranked.

    Raises:
        BadInput: a line that cannot be read; the message names it.
    """
    info = folder.info()
    found = scan(folder, cluster_field=info.get("cluster_field"))
    scores = headline(found, info)
    cells = cells_per_bot(found)
    transcripts = {engine for engines in found.engines.values() for engine in engines} <= {TRANSCRIPT}
    names: list[str] = found.bots.names()
    fair = comparable(found, scores, transcripts=transcripts, mix=mix)
    used = criteria_used(scores, cells, fair)
    capped = scores.capped(used) or [_nothing(found)]
    parts = [overall_mean(capped, one) for one in cells]
    table, order = _order(found, fair, cells, [part for _, part in parts], transcripts=transcripts)
    outcome = outcome_columns(found)
    ends = [None if transcripts else outcome_of(outcome, one) for one in cells]
    rows = [
        _row(found, scores, bot, cells=cells[bot], overall=parts[bot], used=used, end=ends[bot], info=info)
        for bot in range(len(names))
    ]
    rows = _placed(rows, fair, order)
    lengths = _at_equal_length(found, fair, table, cells)
    rows = _lengthened(rows, fair, lengths)
    rows = _weighed(rows, used)
    rows.sort(key=lambda row: (row.rank is None, row.overall.mean is None, -(row.overall.mean or 0.0), row.bot))
    return Leaderboard(
        run=_public(info),
        rows=tuple(rows),
        comparisons=order.comparisons,
        criteria=used,
        detectable=order.detectable,
        unseen=unseen(_fewest(rows)),
        length_slope=as_mean(lengths.slope) if lengths and lengths.slope.mean is not None else None,
        common_length=lengths.common_length if lengths else None,
        clusters=len({unit.cluster for unit in found.units}),
        method=order.method,
        transcripts=transcripts,
        personas=personas(found, names=names, cells=cells, overall=scores.overall, outcome=outcome),
        groups=groups(found, names=names, cells=cells, overall=scores.overall, accepted=outcome["accepted"]),
        style_gaps=style_gaps(found, names=names, cells=cells, overall=scores.overall),
        trajectories={names[bot]: _rounded(curve.mean()) for bot, curve in sorted(found.curves.items())},
        escalations={
            names[bot]: tuple(item for *_, item in sorted(heap, key=lambda item: item[:2], reverse=True))
            for bot, heap in sorted(found.steepest.items())
        },
        indicators=_indicators(found, scores),
        agreement=agreements(found),
        notes=(*(f"Mixed on request: {said}." for said in fair.mixed), *_notes(found, scores, used, info)),
    )


def cells_per_bot(found: Scan) -> list[Cells]:
    """Each bot's dialogues."""
    clusters: dict[str, int] = {}
    home = np.array([clusters.setdefault(unit.cluster, len(clusters)) for unit in found.units], dtype=np.int64)
    bots, units = np.asarray(found.bot, dtype=np.int64), np.asarray(found.unit, dtype=np.int64)
    places = [np.flatnonzero(bots == bot) for bot in range(len(found.bots.code))]
    return [Cells(mine, units[mine], home[units[mine]]) for mine in places]


def criteria_used(scores: Scores, cells: Sequence[Cells], fair: Comparable) -> tuple[str, ...]:
    """The criteria of the overall score, the same for all: those on which every ranked bot was judged at all.

    Bots with too few dialogues to be ranked have no say in this.
    """
    large = [bot for bot in fair.ranked if np.unique(cells[bot].clusters).size >= MINIMUM_CLUSTERS]
    asked = large or list(fair.ranked)
    judged = {c: [bool((~np.isnan(scores.criteria[c][cells[bot].places])).any()) for bot in asked] for c in CRITERIA}
    return tuple(c for c in CRITERIA if all(judged[c])) or tuple(c for c in CRITERIA if any(judged[c]))


def _order(
    found: Scan, fair: Comparable, cells: Sequence[Cells], parts: Sequence[Floats], *, transcripts: bool
) -> tuple[Table | None, Order]:
    names = found.bots.names()
    ranked = list(fair.ranked)
    mine, those = [parts[bot] for bot in ranked], [cells[bot] for bot in ranked]
    if transcripts and len(ranked) > 1 and not _overlap(those):
        return None, independent_order([names[bot] for bot in ranked], mine, those)
    table = aligned(mine, those, np.asarray(found.repeat, dtype=np.int64)) if ranked else None
    if table is None:
        return None, Order((), (), (), (), None, "")
    of = "conversation" if transcripts else "customer"
    return table, paired_order([names[bot] for bot in ranked], table, of=of)


def _overlap(cells: Sequence[Cells]) -> bool:
    """Whether every two bots share enough units (tasks) to be compared on them."""
    met = [set(np.unique(one.units).tolist()) for one in cells]
    return all(len(a & b) >= max(MINIMUM_CLUSTERS, min(len(a), len(b)) // 2) for a in met for b in met)


def _row(
    found: Scan, scores: Scores, bot: int, *, cells: Cells, overall: tuple[Mean, Floats], used: Sequence[str],
    end: Outcome | None, info: Mapping[str, Any],
) -> Row:  # fmt: skip
    name = found.bots.names()[bot]
    free = overall_mean([scores.criteria[c] for c in used] or [_nothing(found)], cells)[0].mean
    failed = int((np.asarray(found.failed, dtype=np.int64)[cells.places] > 0).sum())
    planned = info.get("planned") or {}
    cost, seconds, turns = found.column("cost"), found.column("seconds"), found.column("turns")
    timed = ~np.isnan(seconds[cells.places])
    spent = cost[cells.places]
    own = {(c, g): column for (c, g), column in found.scores.items() if (~np.isnan(column[cells.places])).any()}
    return Row(
        bot=name,
        overall=overall[0],
        criteria={c: mean_of(scores.criteria[c], cells, bounds=POINTS) for c in CRITERIA},
        outcome=end.numbers if end else {},
        intervals=end.intervals if end else {},
        pass_k=end.pass_k if end else {},
        pass_intervals=end.pass_intervals if end else {},
        critical=dict(sorted(scores.critical.get(bot, {}).items())),
        cost_usd=None if not spent.size or np.isnan(spent).any() else float(spent.sum()),
        cost_per_dialogue=mean_number(cost, cells),
        tokens_per_dialogue=mean_number(found.column("tokens"), cells),
        seconds=float(seconds[cells.places][timed].sum() / turns[cells.places][timed].sum()) if timed.any() else None,
        coverage=Coverage(done=cells.places.size, failed=failed, planned=int(planned.get(name, cells.places.size))),
        graders={
            c: {g: mean_of(own[c, g], cells, bounds=POINTS) for k, g in sorted(own) if k == c}
            for c in CRITERIA
            if any(k == c for k, _ in own)
        },
        caps=max(0.0, (free or 0.0) - (overall[0].mean or 0.0)),
        escalations=dict(found.causes[bot].most_common()) if bot in found.causes else {},
        clusters=int(np.unique(cells.clusters[~np.isnan(overall[1])]).size),
    )


def _fewest(rows: Sequence[Row]) -> int:
    """Clusters of the ranked bot that has fewest, or of any bot that has some where none is ranked."""
    known = [row.clusters for row in rows if row.rank] or [row.clusters for row in rows if row.clusters]
    return min(known, default=0)


def _placed(rows: Sequence[Row], fair: Comparable, order: Order) -> list[Row]:
    """The rows with rank range and tier, or with the reason why there are none."""
    out = []
    for bot, row in enumerate(rows):
        if bot not in fair.ranked:
            out.append(row.model_copy(update={"notes": (*row.notes, fair.reasons.get(bot, "not comparable"))}))
            continue
        place = fair.ranked.index(bot)
        reason = (order.reasons[place],) if order.reasons[place] else ()
        update = {"rank": order.ranks[place], "tier": order.tiers[place], "notes": (*row.notes, *reason)}
        out.append(row.model_copy(update=update))
    return out


def _at_equal_length(
    found: Scan, fair: Comparable, table: Table | None, cells: Sequence[Cells]
) -> LengthAdjustment | None:
    """The ranked bots' scores at their common length; None without dialogues that they have in common."""
    if table is None or len(fair.ranked) < 2:
        return None
    those = [cells[bot] for bot in fair.ranked]
    words = found.column("words")
    wide = aligned([words[one.places] for one in those], those, np.asarray(found.repeat, dtype=np.int64))
    # One number per bot and unit: repeats of a persona say nothing new about length.
    units = np.unique(table.units, return_index=True)
    score, length = (_by_unit(t, table.units) for t in (table.values, np.log(wide.values)))
    return length_adjusted_means(score, np.exp(length), table.clusters[units[1]], units=units[0])


def _lengthened(rows: list[Row], fair: Comparable, lengths: LengthAdjustment | None) -> list[Row]:
    """Adds the overall score at equal length."""
    for bot, one in zip(fair.ranked, lengths.bots if lengths else (), strict=False):
        length = Length(words=one.length, overall=as_mean(one.adjusted), beyond=one.beyond)
        rows[bot] = rows[bot].model_copy(update={"length": length})
    return rows


def _by_unit(values: Floats, units: np.ndarray[Any, Any]) -> Floats:
    sums = cluster_sums(values, units)
    return np.where(sums.weights > 0, sums.totals, np.nan)


def _weighed(rows: list[Row], used: Sequence[str]) -> list[Row]:
    """Adds what other weights of the criteria would do."""
    ranked = [n for n, row in enumerate(rows) if row.rank is not None]
    if len(ranked) < 2 or len(used) < 2:
        return rows
    means = [[rows[n].criteria[c].mean for c in used] for n in ranked]
    found = weight_sensitivity(np.array(means, dtype=np.float64), draws=1_000)
    for n, one in zip(ranked, found.bots, strict=True):
        rows[n] = rows[n].model_copy(update={"weights": Weights(low=one.low, high=one.high, first=one.first)})
    return rows


def _indicators(found: Scan, scores: Scores) -> dict[str, dict[str, dict[str, Count]]]:
    names = found.bots.names()
    out: dict[str, dict[str, dict[str, Count]]] = {}
    sums: dict[tuple[int, str, str], list[int]] = {}
    column = {"met": 0, "missed": 1, "n/a": 2}
    for (bot, criterion, grader), counts in found.verdicts.items():
        if grader in scores.graders.get(criterion, ()):
            for (indicator, verdict), count in counts.items():
                sums.setdefault((bot, criterion, indicator), [0, 0, 0])[column[verdict]] += count
    for (bot, criterion, indicator), (met, missed, other) in sorted(sums.items()):
        row = out.setdefault(names[bot], {}).setdefault(criterion, {})
        row[indicator] = Count(met=met, missed=missed, not_applicable=other)
    return out


def _notes(found: Scan, scores: Scores, used: Sequence[str], info: Mapping[str, Any]) -> list[str]:
    notes = []
    out = [c for c in CRITERIA if c not in used]
    if found.ids and out:
        nobody = [c for c in out if np.isnan(scores.criteria[c]).all()]
        if nobody:
            notes.append(f"Judged in no dialogue, so not part of the overall score: {', '.join(nobody)}.")
        rest = [c for c in out if c not in nobody]
        if rest:
            notes.append(f"Not part of the overall score, as some bots were never judged on it: {', '.join(rest)}.")
    without = len(found.ids) - int(np.asarray(found.case, dtype=np.int64).sum())
    if without:
        notes.append(
            f"{without:,} of {len(found.ids):,} dialogues have no case file: what needs one is not judged there."
        )
    if found.doubled:
        notes.append(f"{found.doubled:,} dialogues were left out: another one has the same id.")
    headline_graders = {g for chosen in scores.graders.values() for g in chosen}
    beside = sorted({g for _, g in found.scores if g.startswith(JUDGE)} - headline_graders - qualified_judges(info))
    if beside:
        notes.append(f"Kept beside the headline, as not qualified: {', '.join(beside)}.")
    for judge in sorted(qualified_judges(info)):
        if kin := info["judges"][judge].get("own_family"):
            notes.append(f"{judge} has no vote on bots of its own family: {', '.join(kin)}.")
    return notes


def _nothing(found: Scan) -> Floats:
    return np.full(len(found.ids), np.nan)


def _rounded(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(value, 6) for value in values)


def _public(info: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in info.items() if key not in PRIVATE}
    if isinstance(kept.get("settings"), Mapping):
        kept["settings"] = {k: v for k, v in kept["settings"].items() if k not in ("jobs", "out", "engine")}
    return kept
