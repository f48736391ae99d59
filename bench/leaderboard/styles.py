"""Does the way of writing alone move a score? The same customers in several styles, everything else alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.breakdown import per_unit
from coolhead.bench.leaderboard.means import POINTS, Cells, as_mean
from coolhead.bench.leaderboard.model import StyleGap
from coolhead.bench.leaderboard.scan import Scan
from coolhead.bench.stats import cluster_sums, intervals_from_sums

Floats = NDArray[np.float64]
KIND = "style"
"""The kind of persona that is another one in another way of writing; both share their family."""
_REACH = (POINTS[0] - POINTS[1], POINTS[1] - POINTS[0])


def style_gaps(found: Scan, *, names: Sequence[str], cells: Sequence[Cells], overall: Floats) -> tuple[StyleGap, ...]:
    """Per style: the score of its customers minus that of the same customers in all other ways of writing."""
    ways = _ways(found)
    if not cells or not ways:
        return ()
    table = np.stack([per_unit(overall, one, len(found.units)) for one in cells])
    styles = sorted({style for members in ways.values() for style, _ in members if style})
    rows = []
    for style in styles:
        gaps = np.stack([_gap(table, members, style) for members in ways.values()], axis=-1)
        every = np.concatenate([gaps, _mean(gaps, axis=0)[None]])
        used = ~np.isnan(every).all(axis=0)
        if not used.any():
            continue
        sums = cluster_sums(every[:, used, None])
        means = [as_mean(one) for one in intervals_from_sums(sums, bounds=_REACH, shape="skew")]
        rows.append(
            StyleGap(style=style, customers=int(used.sum()), all=means[-1], bots=dict(zip(names, means, strict=False)))
        )
    return tuple(rows)


def _ways(found: Scan) -> dict[str, list[tuple[str, int]]]:
    """Family -> (style, unit) of its ways of writing; "" is the customer as first written, one of the others."""
    families: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for place, unit in enumerate(found.units):
        if unit.brief and unit.brief["kind"] == KIND:
            families[unit.cluster].append((" ".join(unit.brief["style"]), place))
    stories = {unit.cluster: unit.brief["title"] for unit in found.units if unit.brief and unit.brief["kind"] == KIND}
    for place, unit in enumerate(found.units):
        # A twin shares the family but not the story.
        if unit.brief and unit.brief["kind"] != KIND and stories.get(unit.cluster) == unit.brief["title"]:
            families[unit.cluster].append(("", place))
    return {family: members for family, members in families.items() if len(members) > 1}


def _gap(table: Floats, members: Sequence[tuple[str, int]], style: str) -> Floats:
    """Per bot; NaN where it was not heard both in the style and in another."""
    mine = [place for name, place in members if name == style]
    others = [place for name, place in members if name != style]
    if not mine or not others:
        return np.full(len(table), np.nan)
    return np.asarray(_mean(table[:, mine], axis=1) - _mean(table[:, others], axis=1))


def _mean(values: Floats, *, axis: int) -> Floats:
    seen = ~np.isnan(values)
    total, count = np.where(seen, values, 0.0).sum(axis=axis), seen.sum(axis=axis)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))
