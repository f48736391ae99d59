"""Letting a few human labels correct many machine grades."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Floats, Labels, encode
from coolhead.bench.stats.distributions import normal_quantile, t_quantile
from coolhead.bench.stats.estimates import Interval, check_level
from coolhead.bench.stats.intervals import Bounds


def corrected_mean(
    human: ArrayLike,
    judge: ArrayLike,
    clusters: Labels | None = None,
    *,
    bounds: Bounds | None = None,
    level: float = 0.95,
) -> Interval:
    """Mean human score of all dialogues, from few human labels and many judge scores (PPI++, Angelopoulos et al. 2023).

    `human` is NaN where nobody labelled; `judge` covers all dialogues that count, one value each. The labelled ones
    must be a random sample of them. The judge's weight is tuned for the least variance and lies in 0-1: a useless
    judge gets none and the human mean remains. The interval is clipped to `bounds`; `n` counts the human labels and
    `missing` the dialogues without a judge score, which are left out.
    """
    check_level(level)
    truth, machine = np.asarray(human, dtype=np.float64), np.asarray(judge, dtype=np.float64)
    if truth.shape != machine.shape or truth.ndim != 1:
        raise ValueError(f"need two lists of the same length, got shapes {truth.shape} and {machine.shape}")
    known = ~np.isnan(machine)
    codes = (np.arange(truth.size) if clusters is None else encode(clusters, truth.size))[known]
    truth, machine = truth[known], machine[known]
    labelled = ~np.isnan(truth)
    n, rest, missing = int(labelled.sum()), int((~labelled).sum()), int((~known).sum())
    groups = np.unique(codes[labelled]).size
    if groups < 2:
        mean = float(truth[labelled].mean()) if n else None
        reason = "fewer than two clusters with a human label"
        return Interval(
            mean=mean, low=None, high=None, n=n, clusters=groups, missing=missing, method="", level=level, reason=reason
        )
    h, j, unlabelled = truth[labelled], machine[labelled], machine[~labelled]
    weight = _judge_weight(h, j, machine, rest)
    rectifier = h - weight * j
    mean = float(rectifier.mean() + (weight * unlabelled.mean() if rest else 0.0))
    influence = np.empty(machine.size)
    influence[labelled] = (rectifier - rectifier.mean()) / n
    if rest:
        influence[~labelled] = weight * (unlabelled - unlabelled.mean()) / rest
    per_cluster = np.bincount(encode(codes, codes.size), influence)
    se = float(np.sqrt((per_cluster**2).sum() * groups / (groups - 1)))
    reach = t_quantile(0.5 + level / 2, groups - 1) * se
    low, high = mean - reach, mean + reach
    if bounds is not None:
        low, high = max(bounds[0], low), min(bounds[1], high)
    return Interval(
        mean=mean,
        low=low,
        high=high,
        n=n,
        clusters=groups,
        missing=missing,
        method=f"PPI++, judge weight {weight:.2f}",
        level=level,
        se=se,
        df=float(groups - 1),
    )


def corrected_rate(
    flagged: int,
    judged: int,
    *,
    true_positives: int,
    positives: int,
    true_negatives: int,
    negatives: int,
    level: float = 0.95,
) -> Interval:
    """Rate of a yes/no item, 0-1, corrected for the judge's sensitivity and specificity (Rogan and Gladen 1978).

    `flagged` of `judged` dialogues got a yes; the other four come from human labels. Interval of Lang and Reiczigel
    (2014), as recommended for judges by Lee et al. (arXiv 2511.21140). The mean is None when the judge is no better
    than chance on the labels.
    """
    check_level(level)
    for part, whole in ((flagged, judged), (true_positives, positives), (true_negatives, negatives)):
        if not 0 <= part <= whole:
            raise ValueError(f"counts must satisfy 0 <= part <= whole, got {part} of {whole}")

    def none(reason: str) -> Interval:
        return Interval(
            mean=None, low=None, high=None, n=judged, clusters=judged, missing=0, method="", level=level, reason=reason
        )

    if not judged or not positives or not negatives:
        return none("needs judged dialogues and human labels of both kinds")
    sensitivity, specificity = true_positives / positives, true_negatives / negatives
    if sensitivity + specificity <= 1.0:
        return none("on the human labels the judge is no better than chance")
    mean = (flagged / judged + specificity - 1.0) / (sensitivity + specificity - 1.0)
    z = normal_quantile(0.5 + level / 2)
    size, size_se, size_sp = judged + z * z, positives + 2.0, negatives + 2.0
    p = (flagged + z * z / 2.0) / size
    se_, sp_ = (true_positives + 1.0) / size_se, (true_negatives + 1.0) / size_sp
    gain = se_ + sp_ - 1.0
    if gain <= 0:
        return none("on the human labels the judge is no better than chance")
    rate = (p + sp_ - 1.0) / gain
    noise_se, noise_sp = se_ * (1.0 - se_) / size_se, sp_ * (1.0 - sp_) / size_sp
    error = math.sqrt(p * (1.0 - p) / size + rate**2 * noise_se + (1.0 - rate) ** 2 * noise_sp) / gain
    centre = rate + 2.0 * z * z * (rate * noise_se - (1.0 - rate) * noise_sp)
    return Interval(
        mean=_share(mean),
        low=_share(centre - z * error),
        high=_share(centre + z * error),
        n=judged,
        clusters=judged,
        missing=0,
        method=f"Rogan-Gladen, sensitivity {sensitivity:.2f}, specificity {specificity:.2f}",
        level=level,
        se=error,
    )


def _judge_weight(h: Floats, j: Floats, everyone: Floats, rest: int) -> float:
    """Cov(human, judge) / ((1 + n / N) Var(judge)), the weight with the least asymptotic variance."""
    if not rest or h.size < 2:
        return 0.0
    variance = float(everyone.var(ddof=1))
    if variance <= 0:
        return 0.0
    covariance = float(np.cov(h, j, ddof=1)[0, 1])
    return min(1.0, max(0.0, covariance / ((1.0 + h.size / rest) * variance)))


def _share(x: float) -> float:
    return min(1.0, max(0.0, x))
