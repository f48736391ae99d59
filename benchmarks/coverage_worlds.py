"""Simulated benchmarks with known truth: how scores of personas and repeats may be spread."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, int], Floats]

SCORES = (0.0, 100.0)
LEVELS = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
REPEATS = 3


def cut_normal(centre: float) -> Draw:
    """Personas differ with SD 15, repeats with SD 10, cut off at 0 and 100."""

    def draw(rng: np.random.Generator, runs: int, clusters: int) -> Floats:
        persona = centre + 15 * rng.standard_normal((runs, clusters, 1))
        return np.clip(persona + 10 * rng.standard_normal((runs, clusters, REPEATS)), *SCORES)

    return draw


def beta(a: float, b: float) -> Draw:
    """A persona's score is Beta distributed; repeats are alike."""
    return lambda rng, runs, clusters: np.repeat(100 * rng.beta(a, b, (runs, clusters, 1)), REPEATS, axis=2)


def levels(*chances: float) -> Draw:
    """Rubric levels with these chances; repeats are alike."""
    return lambda rng, runs, clusters: np.repeat(
        rng.choice(LEVELS, p=chances, size=(runs, clusters, 1)), REPEATS, axis=2
    )


def disaster(chance: float) -> Draw:
    """Most personas score 80-95, a few 0-30."""

    def draw(rng: np.random.Generator, runs: int, clusters: int) -> Floats:
        bad = rng.random((runs, clusters, 1)) < chance
        persona = np.where(bad, rng.uniform(0, 30, bad.shape), rng.uniform(80, 95, bad.shape))
        return np.clip(persona + rng.normal(0, 2, (runs, clusters, REPEATS)), *SCORES)

    return draw


def rare(rng: np.random.Generator, runs: int, clusters: int) -> Floats:
    """Mean 80: one persona in ten 40 points lower, the others a little higher."""
    bad = rng.random((runs, clusters, 1)) < 0.1
    persona = np.where(bad, 80 - 40.0, 80 + 40.0 / 9) + rng.normal(0, 5, bad.shape)
    return np.repeat(persona, REPEATS, axis=2)


MEANS: dict[str, Draw] = {
    "symmetric, mean 50": cut_normal(50),
    "ceiling, mean 83": cut_normal(85),
    "ceiling, mean 90": cut_normal(95),
    "ceiling, mean 95": cut_normal(105),
    "Beta(5, 1), mean 83": beta(5, 1),
    "Beta(1, 9), mean 10": beta(1, 9),
    "five levels, mean 81": levels(0.05, 0.05, 0.10, 0.20, 0.60),
    "five levels, mean 91": levels(0.02, 0.03, 0.05, 0.10, 0.80),
    "disaster in 15 %": disaster(0.15),
}


def covered(low: Floats, high: Floats, truth: float) -> float:
    """Share of the intervals that hold the truth."""
    return float(np.mean((low <= truth) & (truth <= high)))
