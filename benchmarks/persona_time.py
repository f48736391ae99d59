"""How large a share of talks a persona must be short of time for a competent agent to be accepted in 80 % of them.

    python benchmarks/persona_time.py [--agent ladder:B9] [--seeds 100] [--seed 2000] [PERSONA ...]

Every persona is played twice over the same seeds: never short of time, and always. With `a` and `b` accepted (with or
without a grumble) the share is (a - 0.8) / (a - b), between 0 and 0.45; that is the number for `temperament.hurry` of
its file. Twins begin alike, so they take the number of their original. Play other seeds to see what came of it:
`coolhead validate customer` does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coolhead.bench.bots import resolve
from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.fidelity import accept_by_persona
from coolhead.bench.engine import plan
from coolhead.bench.validation.customer import play
from coolhead.personas.loader import select
from coolhead.personas.schema import Persona

WANTED = 0.8
MOST = 0.45


def shares(personas: Sequence[Persona], *, agent: str, seeds: int, seed: int) -> dict[str, tuple[float, float]]:
    """Persona id -> accept rates when never and when always short of time."""
    rates = []
    for hurry in (0.0, 1.0):
        now = [
            p.model_copy(update={"temperament": p.temperament.model_copy(update={"hurry": hurry})}) for p in personas
        ]
        with tempfile.TemporaryDirectory() as folder:
            played = play(plan(resolve([agent]), now, repeats=seeds, seed=seed), EmbeddedEngine(), Path(folder) / "run")
        rates.append({id: share.hits / share.of for id, share in accept_by_persona(played).items()})
    return {p.id: (rates[0][p.id], rates[1][p.id]) for p in personas}


def hurry(never: float, always: float) -> float:
    """The share of talks with little time that brings the accept rate to 80 %, in steps of 0.01."""
    if never <= WANTED or never <= always:
        return 0.0
    return round(min(MOST, (never - WANTED) / (never - always)), 2)


def main(arguments: Sequence[str]) -> int:
    """Prints a line a persona: id, accepted with time, accepted without, share."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("personas", nargs="*", default=["core"])
    parser.add_argument("--agent", default="ladder:B9")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2000)
    options = parser.parse_args(arguments)
    found = shares(select(options.personas), agent=options.agent, seeds=options.seeds, seed=options.seed)
    for id, (never, always) in found.items():
        print(f"{id}\t{never:.2f}\t{always:.2f}\t{hurry(never, always):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
