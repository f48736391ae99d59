"""Do the stated intervals hold? Simulated benchmarks with known truth, as the table that docs/statistics.md quotes.

python benchmarks/coverage_simulation.py [--runs N] [--seed N] [--only SECTION]
"""

from __future__ import annotations

import argparse

import numpy as np
from coverage_claims import many_pairs, one_pair, power, skewed_field, stricter_field
from coverage_intervals import binomials, bootstraps, families, means, rates


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


if __name__ == "__main__":
    main()
