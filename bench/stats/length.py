"""What is left of a score when nobody gains by writing more (after length-controlled AlpacaEval, Dubois et al. 2024).

Both ways ask what a bot would score at the same length. Between two bots: the difference of paired dialogues is
regressed on the difference of log lengths and read off where that is zero. For a table: the slope is taken within
bots and personas, so that a bot which is both wordy and good does not define it, and every mean is moved to the
common length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolhead.bench.stats.clusters import ClusterSums, Floats, Labels, cluster_sums, encode, flatten, moments
from coolhead.bench.stats.distributions import t_quantile
from coolhead.bench.stats.estimates import Interval, check_level
from coolhead.bench.stats.regression import cluster_fit

Codes = NDArray[np.int64]

_FLAT = "lengths do not vary enough to tell length from quality"
_SWEEPS = 200
_HARDLY = 0.05
"""Share of a bot's dialogues below which it does not reach the common length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthAdjusted:
    """One bot's mean at the common length."""

    raw: float | None
    adjusted: Interval
    """Its `mean` is None, with a reason, when the slope cannot be estimated."""
    length: float | None
    """The bot's geometric mean length, in the unit given."""
    beyond: bool = False
    """Hardly any of the bot's own dialogues reaches the common length: its adjusted mean is an extrapolation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthAdjustment:
    """Adjusted means in the order of the bots, and the slope that moved them."""

    slope: Interval
    """Points per doubling of the length, within bot and persona."""
    common_length: float | None
    """Geometric mean length over the bots, to which every mean was moved."""
    bots: tuple[LengthAdjusted, ...]


def length_adjusted_means(
    values: ArrayLike,
    lengths: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    level: float = 0.95,
) -> LengthAdjustment:
    """Means of (bots, cells) moved to a common length; lengths (words a reply, say) are positive, NaN missing.

    The slope comes from what varies within a bot and within a persona (unit) at once. An adjusted interval adds the
    slope's uncertainty, times how far the bot was moved, to that of the mean; it may leave the range of the scores,
    which says that the move was an extrapolation.
    """
    check_level(level)
    scores, codes = flatten(values, clusters)
    words, _ = flatten(lengths, clusters)
    if scores.ndim != 2 or scores.shape != words.shape:
        raise ValueError("values and lengths must both be (bots, cells) and shaped alike")
    if (words <= 0).any():
        raise ValueError("lengths must be positive; leave out (NaN) dialogues without a reply")
    logs = np.where(np.isnan(scores), np.nan, np.log2(words))
    scores = np.where(np.isnan(logs), np.nan, scores)
    unit_codes = codes if units is None else encode(units, codes.size)
    slope = _within_slope(scores, logs, codes, unit_codes, level=level)
    length_means = moments(cluster_sums(logs, codes, units=units)).mean
    common = float(np.nanmean(length_means)) if not np.isnan(length_means).all() else None
    moved = scores if slope.mean is None or common is None else scores - slope.mean * (logs - common)
    sums, raw = cluster_sums(moved, codes, units=units), moments(cluster_sums(scores, codes, units=units)).mean
    rows = tuple(
        LengthAdjusted(
            raw=_or_none(raw[bot]),
            adjusted=_moved_interval(sums, bot, slope, shift=length_means[bot] - (common or 0.0), level=level),
            length=None if np.isnan(length_means[bot]) else float(2.0 ** length_means[bot]),
            beyond=common is not None and _beyond(logs[bot], float(length_means[bot]), common),
        )
        for bot in range(len(scores))
    )
    return LengthAdjustment(slope=slope, common_length=None if common is None else 2.0**common, bots=rows)


def length_adjusted_difference(
    a: ArrayLike,
    b: ArrayLike,
    lengths_a: ArrayLike,
    lengths_b: ArrayLike,
    clusters: Labels | None = None,
    *,
    level: float = 0.95,
) -> Interval:
    """The difference a - b that would remain had both written equally much, paired cell by cell.

    Regression of the difference on the difference of log lengths; the intercept, with CR2 standard error and t. The
    mean is None when the lengths never differ in different ways.
    """
    check_level(level)
    arrays = [flatten(x, clusters) for x in (a, b, lengths_a, lengths_b)]
    first, second, long_a, long_b = (cells for cells, _ in arrays)
    if len({cells.shape for cells, _ in arrays}) != 1 or first.ndim != 1:
        raise ValueError("the four arrays must be one series each, aligned cell by cell")
    if (long_a <= 0).any() or (long_b <= 0).any():
        raise ValueError("lengths must be positive; leave out (NaN) dialogues without a reply")
    difference, longer = first - second, np.log2(long_a) - np.log2(long_b)
    known = ~(np.isnan(difference) | np.isnan(longer))
    missing = int((~known).sum())
    codes = encode(arrays[0][1][known], int(known.sum()))
    count = int(codes.max(initial=-1)) + 1
    fit = None
    if count and np.ptp(longer[known]) > 1e-9:
        fit = cluster_fit(difference[known], np.column_stack([np.ones(codes.size), longer[known]]), codes)
    if fit is None:
        return _unknown(n=codes.size, clusters=count, missing=missing, level=level)
    mean, se, df = float(fit.coefficients[0]), float(fit.se[0]), float(fit.df[0])
    reach = t_quantile(0.5 + level / 2, df) * se
    return Interval(
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        n=codes.size,
        clusters=count,
        missing=missing,
        method="difference at equal length, cluster t",
        level=level,
        se=se,
        df=df,
    )


def _beyond(logs: Floats, mean: float, common: float) -> bool:
    known = logs[~np.isnan(logs)]
    reached = known >= common if mean < common else known <= common
    return bool(known.size) and float(reached.mean()) < _HARDLY


def _within_slope(scores: Floats, logs: Floats, codes: Codes, units: Codes, *, level: float) -> Interval:
    bot, cell = np.nonzero(~np.isnan(scores))
    n, missing = bot.size, int(np.isnan(scores).sum())
    home, unit = codes[cell], units[cell]
    count = np.unique(home).size
    if count < 3:
        return _unknown(n=n, clusters=count, missing=missing, level=level)
    y, x = _demeaned(scores[bot, cell], bot, unit), _demeaned(logs[bot, cell], bot, unit)
    power = float(x @ x)
    if power <= 1e-6 * n:
        return _unknown(n=n, clusters=count, missing=missing, level=level)
    slope = float(x @ y) / power
    score = np.bincount(home, x * (y - slope * x))
    # CR1, as the bot and persona means were swept out before: the effective number of clusters guards its df.
    se = float(np.sqrt((score**2).sum() * count / (count - 1))) / power
    share = np.bincount(home, x * x) / power
    df = max(1.0, min(count - 1.0, 1.0 / float((share**2).sum()) - 1.0))
    reach = t_quantile(0.5 + level / 2, df) * se
    return Interval(
        mean=slope,
        low=slope - reach,
        high=slope + reach,
        n=n,
        clusters=count,
        missing=missing,
        method="slope within bot and persona, cluster t",
        level=level,
        se=se,
        df=df,
    )


def _demeaned(values: Floats, bot: Codes, unit: Codes) -> Floats:
    """Without the means of both groupings: alternating sweeps, exact after one round when nothing is missing."""
    out = values - values.mean()
    for _ in range(_SWEEPS):
        before = out
        for codes in (bot, unit):
            counts = np.maximum(np.bincount(codes), 1)
            out = out - (np.bincount(codes, out) / counts)[codes]
        if np.abs(out - before).max(initial=0.0) <= 1e-10 * (np.abs(values).max(initial=0.0) + 1e-300):
            break
    return np.asarray(out)


def _moved_interval(sums: ClusterSums, bot: int, slope: Interval, *, shift: float, level: float) -> Interval:
    one = ClusterSums(sums.totals[bot], sums.weights[bot], sums.n[bot], sums.missing[bot])
    found, count = moments(one), int(one.clusters)
    n, missing = int(one.n), int(one.missing)
    if slope.mean is None or slope.se is None or slope.df is None or count == 0:
        reason = slope.reason if count else "no value observed"
        return _unknown(n=n, clusters=count, missing=missing, level=level, reason=reason)
    if count == 1:
        return Interval(
            mean=float(found.mean),
            low=None,
            high=None,
            n=n,
            clusters=1,
            missing=missing,
            method="",
            level=level,
            reason="1 cluster: the spread between clusters cannot be seen",
        )
    mean, se = float(found.mean), float(np.hypot(found.se, shift * slope.se))
    df = min(float(found.df), slope.df) if abs(shift * slope.se) > float(found.se) else float(found.df)
    reach = t_quantile(0.5 + level / 2, df) * se
    return Interval(
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        n=n,
        clusters=count,
        missing=missing,
        method="mean at the common length, cluster t",
        level=level,
        se=se,
        df=df,
    )


def _unknown(*, n: int, clusters: int, missing: int, level: float, reason: str = _FLAT) -> Interval:
    return Interval(
        mean=None, low=None, high=None, n=n, clusters=clusters, missing=missing, method="", level=level, reason=reason
    )


def _or_none(x: float) -> float | None:
    return None if np.isnan(x) else float(x)
