"""How often "A beats B" is claimed wrongly, and how often a true difference is found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from coverage_worlds import (
    MEANS,
    REPEATS,
    Floats,
    beta,
    cut_normal,
    rare,
)

from coolhead.bench import stats
from coolhead.bench.stats.clusters import moments
from coolhead.bench.stats.flips import joint_statistics, sign_flips
from coolhead.bench.stats.paired import pair_sums


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
