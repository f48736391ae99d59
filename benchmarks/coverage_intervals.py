"""How often the stated intervals of means and rates hold the truth."""

from __future__ import annotations

from math import comb

import numpy as np
from coverage_worlds import (
    MEANS,
    REPEATS,
    SCORES,
    covered,
)

from coolhead.bench import stats
from coolhead.bench.stats.distributions import t_quantile
from coolhead.bench.stats.intervals import limits


def means(rng: np.random.Generator, runs: int) -> None:
    """Shipped interval against the plain t."""
    counts = (6, 8, 10, 20, 40)
    print(
        f"## Means: coverage of 95 % intervals, {REPEATS} repeats, {runs:,} runs a cell (logit t as shipped / plain t)"
    )
    print("| scores | " + " | ".join(f"{c} personas" for c in counts) + " |")
    print("|---|" + "---|" * len(counts))
    for name, draw in MEANS.items():
        truth = float(draw(rng, 1, 1_000_000).mean())
        cells = []
        for count in counts:
            sums = stats.cluster_sums(draw(rng, runs, count))
            shipped, plain = (covered(*limits(sums, bounds=SCORES, shape=shape), truth) for shape in ("logit", "t"))
            cells.append(f"{shipped:.3f} / {plain:.3f}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    seen = " | ".join(f"{1 - 0.85**count:.3f}" for count in counts)
    print(f"| *chance that a disaster is among them* | {seen} |")
    print()


def families(rng: np.random.Generator, runs: int) -> None:
    """Twin families of different sizes: CR2 with matched df against CR1 with clusters - 1."""
    print(f"## Twin families of unequal size: coverage, {runs:,} runs")
    print("| families of | ICC | CR2, matched df (shipped) | CR1, clusters - 1 df |")
    print("|---|---|---|---|")
    for sizes in ((1, 1, 1, 1, 2, 2, 2, 2), (1, 1, 1, 1, 2, 2, 2, 3, 5), (1, 1, 1, 1, 1, 1, 1, 8), (2,) * 10):
        for icc in (0.0, 0.5, 1.0):
            clusters = np.repeat(np.arange(len(sizes)), sizes)
            family = rng.normal(0, 10 * icc**0.5, (runs, len(sizes)))[:, clusters]
            values = family + rng.normal(0, 10 * (1 - icc) ** 0.5, (runs, clusters.size)) + 50
            sums = stats.cluster_sums(values, clusters, units=np.arange(clusters.size))
            mean = sums.totals.sum(axis=1) / clusters.size
            residual = sums.totals - mean[:, None] * sums.weights
            count = len(sizes)
            se = np.sqrt((residual**2).sum(axis=1) * count / (count - 1)) / clusters.size
            reach = t_quantile(0.975, count - 1) * se
            usual = covered(mean - reach, mean + reach, 50)
            shown = "+".join(map(str, sizes)) if len(set(sizes)) > 1 else f"{sizes[0]} each, {count} families"
            print(f"| {shown} | {icc:g} | {covered(*limits(sums), 50):.3f} | {usual:.3f} |")
    print()


def rates(rng: np.random.Generator, runs: int) -> None:
    """Clustered rates near and far from the ends."""
    counts = (6, 8, 10, 20, 40)
    print(f"## Rates: coverage of 95 % intervals, {REPEATS} repeats, {runs:,} runs a cell (shipped / plain t)")
    print("| rate | ICC | " + " | ".join(f"{c} personas" for c in counts) + " |")
    print("|---|---|" + "---|" * len(counts))
    for rate in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5):
        for icc in (0.0, 0.3, 1.0):
            cells = []
            for count in counts:
                shape = (runs, count, 1)
                if icc == 0.0:
                    chance = np.full(shape, rate)
                elif icc == 1.0:
                    chance = (rng.random(shape) < rate).astype(float)
                else:
                    chance = rng.beta(rate * (1 / icc - 1), (1 - rate) * (1 / icc - 1), shape)
                outcomes = (rng.random((runs, count, REPEATS)) < chance).astype(float)
                sums = stats.cluster_sums(outcomes)
                ours = covered(*limits(sums, bounds=(0, 1), shape="wilson"), rate)
                mean, spread = outcomes.mean(axis=(1, 2)), outcomes.mean(axis=2).std(axis=1, ddof=1) / count**0.5
                reach = t_quantile(0.975, count - 1) * spread
                cells.append(f"{ours:.3f} / {covered(mean - reach, mean + reach, rate):.3f}")
            print(f"| {rate:g} | {icc:g} | " + " | ".join(cells) + " |")
    print()


def binomials(_: np.random.Generator, __: int) -> None:
    """Exact: one outcome per persona, rates 0.01-0.99; how often can 93-97 % be reached at all, and how often is it."""
    print("## One outcome per persona: exact coverage over the rates 0.01, 0.015, ... 0.99")
    print(
        "| personas | 93-97 % within reach of any interval | shipped: 93-97 % | least | mean | Wilson: least | mean |"
    )
    print("|---|---|---|---|---|---|---|")
    rates = np.arange(0.01, 0.9901, 0.005)
    for count in (6, 8, 10, 20, 40):
        ones = np.arange(count + 1)
        choose = np.array([comb(count, int(k)) for k in ones], dtype=float)
        chances = choose * rates[:, None] ** ones * (1 - rates[:, None]) ** (count - ones)
        # An interval whose ends rise with the count holds a rate for one run of counts.
        total = np.concatenate([np.zeros((rates.size, 1)), chances.cumsum(axis=1)], axis=1)
        runs = (total[:, None, :] - total[:, :, None]).reshape(rates.size, -1)
        within = ((runs >= 0.93) & (runs <= 0.97)).any(axis=1).mean()
        outcomes = (np.arange(count) < ones[:, None]).astype(float)[:, :, None]
        found = [limits(stats.cluster_sums(outcomes), bounds=(0.0, 1.0), shape="wilson")]
        found.append(
            tuple(np.array(x) for x in zip(*(stats.wilson_interval(int(k), count) for k in ones), strict=True))
        )
        inside = [((low[None] <= rates[:, None]) & (rates[:, None] <= high[None])) for low, high in found]
        ours, wilson = ((chances * held).sum(axis=1) for held in inside)
        print(
            f"| {count} | {within:.0%} of rates | {np.mean((ours >= 0.93) & (ours <= 0.97)):.0%} | {ours.min():.3f} | "
            f"{ours.mean():.3f} | {wilson.min():.3f} | {wilson.mean():.3f} |".replace("%", " %")
        )
    print()


def bootstraps(rng: np.random.Generator, runs: int) -> None:
    """What the bootstrap kinds do with few clusters."""
    print(f"## Cluster bootstrap, 999 replicates: coverage, {runs:,} runs a cell (percentile / expanded / BCa)")
    print("| scores | 8 personas | 20 personas | 40 personas |")
    print("|---|---|---|---|")
    for name in ("symmetric, mean 50", "ceiling, mean 90", "five levels, mean 81"):
        truth = float(MEANS[name](rng, 1, 1_000_000).mean())
        cells = []
        for count in (8, 20, 40):
            samples = MEANS[name](rng, runs, count)
            inside = []
            for kind in ("percentile", "expanded", "bca"):
                found = [
                    stats.bootstrap_interval(sample, kind=kind, replicates=999, seed=k)
                    for k, sample in enumerate(samples)
                ]
                inside.append(np.mean([f.low is not None and f.low <= truth <= f.high for f in found]))
            cells.append(" / ".join(f"{x:.3f}" for x in inside))
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()
