"""OFFENSIVE and POLITE: two general labels that read the text alone, learnt from outside sets."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import corpus
import numpy as np
from fit import Columns, Fit, Sample, fit, matrix, samples
from sklearn.metrics import f1_score

HOME = frozenset({"calm", "customer", "boundaries", "clarity_resolution"})
COURTEOUS = frozenset({"CT+c"})
RUDE = frozenset({"CT-1", "CT-2", "CT-3", "CT-4", "CT-6", "CT-7", "ABUSE"})
OWN_SHARE = 0.1
WANTED_F1 = 0.87
FALSE_ALARMS = 0.0004
"""Share of ordinary agent turns that may be called offensive, out of fold."""


def bare(texts: list[str]) -> list[Sample]:
    """Texts without context, and without the feature that says so: at run time there is one."""
    return [replace(one, names=frozenset()) for one in samples(texts, [""] * len(texts), {})]


def fits(
    rows: list[corpus.Row],
    ambient: list[tuple[str, str]],
    data: Path,
    *,
    columns: Columns,
    seed: int,
) -> dict[str, Fit]:
    """Both labels."""
    return {
        "OFFENSIVE": _offensive(rows, ambient, data, columns=columns, seed=seed),
        "POLITE": _polite(rows, data, columns=columns, seed=seed),
    }


def _offensive(
    rows: list[corpus.Row],
    ambient: list[tuple[str, str]],
    data: Path,
    *,
    columns: Columns,
    seed: int,
) -> Fit:
    tweets = corpus.offensive(data)
    own = [row for row in rows if row.family in HOME]
    texts = [t for t, _ in tweets] + [row.text for row in own] + [t for _, t in ambient]
    # Names and places that only look offensive count for more than their few rows.
    traps = [row.text for row in rows if "OFFENSIVE" in row.absent] * 10
    texts += traps
    y = np.array(
        [v for _, v in tweets]
        + [bool(row.present & corpus.HOSTILE) for row in own]
        + [False] * (len(ambient) + len(traps))
    )
    x = matrix(bare(texts), columns)
    fold = np.array([zlib.crc32(text.encode()) % 5 for text in texts])
    kept: list[np.ndarray] = []
    one = fit(x, y, np.ones(len(y)), fold, seed=seed, strength=2.0, keep=kept)
    chance = kept[0]
    ordinary = chance[len(tweets) + len(own) : len(y) - len(traps)]
    part = slice(0, len(tweets))
    # The highest cut that still reads tweets well: an agent should hardly ever be accused.
    steps = [at / 50 for at in range(25, 48)]
    good = [at for at in steps if f1_score(y[part], chance[part] >= at, average="macro") >= WANTED_F1]
    cut = max(good[-1] if good else 0.5, float(np.quantile(ordinary, 1 - FALSE_ALARMS)) + 1e-4)
    facts = one.facts | {
        "threshold": round(cut, 4),
        "macro_f1": round(float(f1_score(y[part], chance[part] >= cut, average="macro")), 4),
        "false_alarms": round(float(np.mean(ordinary >= cut)), 6),
    }  # fmt: skip
    return replace(one, facts=facts)


def _polite(rows: list[corpus.Row], data: Path, *, columns: Columns, seed: int) -> Fit:
    requests = corpus.politeness(data)
    norm = np.array([n for _, n in requests])
    low, high = np.quantile(norm, [0.25, 0.75])
    kept = [(t, n >= high) for t, n in requests if n <= low or n >= high]
    # Requests of one site are polite in its own way: a little of how agents are, so that the rest carries over.
    own = [(r.text, bool(r.present & COURTEOUS)) for r in rows if bool(r.present & COURTEOUS) != bool(r.present & RUDE)]
    y = np.array([v for _, v in kept + own])
    of_own = np.arange(len(y)) >= len(kept)
    share = np.where(y, (of_own & y).sum(), (of_own & ~y).sum())
    weight = np.where(of_own, OWN_SHARE * of_own.sum() / 2 / share, 1.0)
    fold = np.where(of_own, 5, np.arange(len(y)) * 7919 % 5)
    x = matrix(bare([t for t, _ in kept + own]), columns)
    return fit(x, y, weight, fold, seed=seed, strength=0.3, mass=np.where(of_own, 0.0, 1.0))
