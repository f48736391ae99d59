"""Do the stated intervals hold? Simulated benchmarks with known truth, as the table that docs/statistics.md quotes.

python benchmarks/coverage_simulation.py [--runs N] [--seed N] [--only SECTION]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import NDArray

from coolhead.bench import stats
from coolhead.bench.stats.clusters import moments
from coolhead.bench.stats.distributions import t_quantile
from coolhead.bench.stats.flips import joint_statistics, sign_flips
from coolhead.bench.stats.intervals import limits
from coolhead.bench.stats.paired import pair_sums

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


def main() -> None:
    """Print all sections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000, help="simulated benchmarks per cell of the first tables")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only",
        help="means, families, rates, binomials, bootstraps, one_pair, power, skewed_field, many_pairs, stricter_field",
    )
    args = parser.parse_args()
    sections = {
        "means": (means, args.runs),
        "families": (families, args.runs),
        "rates": (rates, args.runs),
        "binomials": (binomials, 1),
        "bootstraps": (bootstraps, args.runs // 10),
        "one_pair": (one_pair, args.runs // 4),
        "power": (power, args.runs // 10),
        "skewed_field": (skewed_field, args.runs // 40),
        "many_pairs": (many_pairs, args.runs // 40),
        "stricter_field": (stricter_field, args.runs // 50),
    }
    for number, (name, (section, runs)) in enumerate(sections.items()):
        if args.only in (None, name):
            # Seeded apart, so that a section alone prints what it prints among the others.
            section(np.random.default_rng([args.seed, number]), max(runs, 1))


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


def one_pair(rng: np.random.Generator, runs: int) -> None:
    """A and B are equally good: how often is a difference claimed, and is 0 inside the interval."""
    counts = (6, 8, 10, 20, 40)
    print(f"## A beats B at 5 % when they are equal: error rate / coverage of the difference, {runs:,} runs a cell")
    print("| differences | " + " | ".join(f"{c} personas" for c in counts) + " |")
    print("|---|" + "---|" * len(counts))
    cases: dict[str, Callable[[int], tuple[Floats, Floats]]] = {
        "both at the ceiling": lambda c: (cut_normal(95)(rng, runs, c), cut_normal(95)(rng, runs, c)),
        "five levels each": lambda c: tuple(MEANS["five levels, mean 81"](rng, runs, c) for _ in "ab"),
        "skewed against symmetric": lambda c: (
            beta(5, 1)(rng, runs, c),
            np.repeat(rng.normal(500 / 6, 5, (runs, c, 1)), REPEATS, axis=2),
        ),
        "a disaster in 10 %": lambda c: (rare(rng, runs, c), np.full((runs, c, REPEATS), 80.0)),
        "skewed against a constant": lambda c: (beta(1, 9)(rng, runs, c), np.full((runs, c, REPEATS), 10.0)),
    }
    for name, draw in cases.items():
        cells = []
        for count in counts:
            first, second = draw(count)
            found = [
                stats.paired_difference(a, b, draws=999, seed=k)
                for k, (a, b) in enumerate(zip(first, second, strict=True))
            ]
            error = np.mean([d.p <= 0.05 for d in found])
            inside = np.mean([d.interval.low is None or d.interval.low <= 0 <= d.interval.high for d in found])
            cells.append(f"{error:.3f} / {inside:.3f}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def power(rng: np.random.Generator, runs: int) -> None:
    """How often the difference is found that the table calls detectable, and the one that would do for a plain t."""
    counts = (6, 8, 10, 14, 20, 40)
    print(f"## Power, symmetric differences, {runs:,} runs a cell")
    print("| a true difference of | " + " | ".join(f"{c} personas" for c in counts) + " |")
    print("|---|" + "---|" * len(counts))
    rows: dict[str, list[str]] = {"what t finds in 80 %": [], "the detectable size as shipped": []}
    for count in counts:
        for_t = stats.detectable_difference(1 / count**0.5, count - 1)
        noise = rng.normal(0, 1, (runs, count, 1))
        nothing = np.zeros((count, 1))
        # The table reads the spread from the data; here it is known, so that only the factor is on trial.
        known = stats.minimum_detectable(np.stack([spread(count), np.zeros(count)]), np.arange(count)).difference
        for name, size in zip(rows, (for_t, known), strict=True):
            found = [stats.paired_difference(gap + size, nothing, draws=999, seed=k).p for k, gap in enumerate(noise)]
            rows[name].append(f"{np.mean([p <= 0.05 for p in found]):.3f}")
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def spread(count: int) -> Floats:
    """So many values with mean 0 and SD 1."""
    values = np.arange(count, dtype=float)
    return (values - values.mean()) / values.std(ddof=1)


def skewed_field(rng: np.random.Generator, runs: int) -> None:
    """Twelve equal bots, some of them skewed: is any claimed to be better."""
    print(f"## Twelve equal bots, some with skewed scores: any false claim at 5 %, {runs:,} runs a cell")
    print("| bots with Beta(1, 9) among normal ones | 8 personas | 16 personas | 40 personas |")
    print("|---|---|---|---|")
    for skewed in (0, 1, 3, 6):
        cells = []
        for count in (8, 16, 40):
            wrong = 0
            for run in range(runs):
                odd = 100 * rng.beta(1, 9, (skewed, count, 1))
                values = np.concatenate([odd, rng.normal(10, 5, (12 - skewed, count, 1))])
                wrong += any((d.p_joint or 1.0) <= 0.05 for d in stats.all_pairs(values, draws=999, seed=run))
            cells.append(f"{wrong / runs:.3f}")
        print(f"| {skewed} | " + " | ".join(cells) + " |")
    print()


def stricter_field(rng: np.random.Generator, runs: int) -> None:
    """What it would cost to hold the joint level in a half skewed field too."""
    print(f"## The joint test as shipped / a stricter one, {runs:,} runs a cell")
    print("| twelve bots | 8 personas | 16 personas |")
    print("|---|---|---|")
    worth = np.repeat([0.0, 11.0], 6)[:, None, None]
    plans: dict[str, Callable[[int], Floats]] = {
        "any false claim, six with Beta(1, 9)": lambda c: np.concatenate(
            [100 * rng.beta(1, 9, (6, c, 1)), rng.normal(10, 5, (6, c, 1))]
        ),
        "any false claim, all normal": lambda c: rng.normal(10, 5, (12, c, 1)),
        "true differences found": lambda c: rng.normal(10, 5, (12, c, 1)) + worth * (8 / c) ** 0.5,
    }
    for name, draw in plans.items():
        cells = []
        for count in (8, 16):
            both = [stricter(draw(count)) for _ in range(runs)]
            parts = [[p <= 0.05 for p in side] for side in zip(*both, strict=True)]
            # Of the 66 pairs of the last plan 36 differ.
            shown = [np.mean([f.sum() / 36 if "found" in name else f.any() for f in side]) for side in parts]
            cells.append(" / ".join(f"{x:.3f}" for x in shown))
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def stricter(values: Floats) -> tuple[Floats, Floats]:
    """Joint p values of all pairs: as shipped, and with the lesser of |t| and |h(t)| judged by the flips of |h(t)|."""
    _, sums = pair_sums(values)
    flipped = joint_statistics(sums, sign_flips(values.shape[1], draws=999))
    found = moments(sums)
    single = np.array([d.p for d in stats.all_pairs(values, draws=999)])
    out = []
    for seen in (flipped[0], np.minimum(flipped[0], np.abs(found.mean / found.se))):
        order = np.argsort(-seen)
        left = np.maximum.accumulate(np.vstack([seen, flipped[1:]])[:, order[::-1]], axis=1)[:, ::-1]
        joint = np.empty(seen.shape)
        joint[order] = np.maximum.accumulate((left >= seen[order] * (1 - 1e-9)).mean(axis=0))
        out.append(np.fmax(joint, single))
    return out[0], out[1]


def many_pairs(rng: np.random.Generator, runs: int) -> None:
    """Twelve bots: false claims among equals, and whether all rank ranges hold all true ranks."""
    print(f"## Twelve bots at 95 %: {runs:,} runs a row")
    print(
        "| true levels | personas | any false claim, raw p | Holm | joint flips | all true ranks inside | mean width |"
    )
    print("|---|---|---|---|---|---|---|")
    plans = {
        "all equal": [70.0] * 12,
        "four groups of three": [50.0, 60, 70, 80] * 3,
        "5 points apart": list(range(25, 85, 5)),
    }
    for name, plan in plans.items():
        worth = np.array(plan, dtype=float)
        best = np.array([1 + (worth > w).sum() for w in worth])
        worst = np.array([12 - (worth < w).sum() for w in worth])
        for count in (8, 16, 40):
            raw = holm = joint = inside = 0
            width = 0.0
            for run in range(runs):
                persona = rng.normal(0, 12, (count, 1))
                favourite = rng.normal(0, 8, (12, count, 1))
                noise = rng.normal(0, 8, (12, count, REPEATS))
                # Not cut off: cutting would move the true means.
                values = worth[:, None, None] + persona + favourite + noise
                equals = [d for d in stats.all_pairs(values, draws=3_999, seed=run) if worth[d.a] == worth[d.b]]
                raw += any(d.p <= 0.05 for d in equals)
                holm += any(d.p_holm <= 0.05 for d in equals)
                joint += any(d.p_joint <= 0.05 for d in equals)
                ranks = stats.ranking(values, draws=999, seed=run).ranks
                low, high = np.array([r.low for r in ranks]), np.array([r.high for r in ranks])
                inside += bool(((low <= best) & (worst <= high)).all())
                width += float((high - low + 1).mean())
            shares = [f"{x / runs:.3f}" for x in (raw, holm, joint, inside)]
            print(f"| {name} | {count} | " + " | ".join(shares) + f" | {width / runs:.1f} of 12 |")
    print()


def covered(low: Floats, high: Floats, truth: float) -> float:
    """Share of the intervals that hold the truth."""
    return float(np.mean((low <= truth) & (truth <= high)))


if __name__ == "__main__":
    main()
