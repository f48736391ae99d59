"""Adjusting p values for how many questions were asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Floats


def holm(p_values: ArrayLike) -> Floats:
    """Holm's (1979) adjusted p values: claims below alpha hold together with error rate alpha. NaN stays NaN."""
    return _adjusted(p_values, step_down=True)


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Benjamini and Hochberg's (1995) adjusted p values: the share of false ones among those below q is about q.

    For exploration, not for claims. NaN (no test possible) stays NaN and is not counted.
    """
    return _adjusted(p_values, step_down=False)


def _adjusted(p_values: ArrayLike, *, step_down: bool) -> Floats:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1:
        raise ValueError(f"p values must be a plain list, got shape {p.shape}")
    known = np.flatnonzero(~np.isnan(p))
    if ((p[known] < 0) | (p[known] > 1)).any():
        raise ValueError("p values must lie in 0-1")
    order = known[np.argsort(p[known], kind="stable")]
    m = order.size
    out = np.full(p.shape, np.nan)
    if step_down:
        raw = np.maximum.accumulate((m - np.arange(m)) * p[order])
    else:
        raw = np.minimum.accumulate((m / np.arange(1, m + 1) * p[order])[::-1])[::-1]
    out[order] = np.minimum(raw, 1.0)
    return out
