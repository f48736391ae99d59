"""How large a share of talks a persona must be short of time for a competent agent to be accepted in 82 % of them.

    python benchmarks/persona_time.py [--agent ladder:B9] [--seeds 100] [--seed 2000] [--as-shipped] [PERSONA ...]

Every persona is played twice over the same seeds: never short of time, and always. Each rate is drawn towards the mean
of all personas as if it had 20 talks more there, since the rate of few talks is mostly luck. With `a` and `b` accepted
(with or without a grumble) the share is (a - 0.82) / (a - b), never more than 0.75; that is the number for
`temperament.hurry` of its file. Twins begin alike, so they take the number of their original. `--as-shipped` plays the
personas as they are, at best over other seeds, and prints the share that accepted.
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

WANTED = 0.82
MOST = 0.75
"""Nobody is short of time in more than so many talks: slower good agents pay for it."""
PRIOR = 20
"""Talks at the mean of all personas that each rate is drawn towards."""


def rates(personas: Sequence[Persona], *, agent: str, seeds: int, seed: int) -> dict[str, float]:
    """Persona id -> share of talks with this agent that were accepted."""
    with tempfile.TemporaryDirectory() as folder:
        played = play(
            plan(resolve([agent]), personas, repeats=seeds, seed=seed), EmbeddedEngine(), Path(folder) / "run"
        )
    return {id: share.hits / share.of for id, share in accept_by_persona(played).items()}


def always(personas: Sequence[Persona], share: float) -> list[Persona]:
    """The same people, short of time in this share of their talks."""
    return [p.model_copy(update={"temperament": p.temperament.model_copy(update={"hurry": share})}) for p in personas]


def drawn_together(found: dict[str, float], seeds: int) -> dict[str, float]:
    """The rates, each drawn towards the mean of all."""
    mean = sum(found.values()) / len(found)
    return {id: (rate * seeds + mean * PRIOR) / (seeds + PRIOR) for id, rate in found.items()}


def hurry(relaxed: float, rushed: float) -> float:
    """The share of talks with little time that brings the accept rate to 82 %."""
    if relaxed <= WANTED or relaxed <= rushed:
        return 0.0
    return round(min(MOST, (relaxed - WANTED) / (relaxed - rushed)), 2)


def main(arguments: Sequence[str]) -> int:
    """Prints a line a persona: id, accepted with time, accepted without, share."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("personas", nargs="*", default=["core"])
    parser.add_argument("--agent", default="ladder:B9")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2000)
    parser.add_argument("--as-shipped", action="store_true")
    options = parser.parse_args(arguments)
    people = select(options.personas)
    how = {"agent": options.agent, "seeds": options.seeds, "seed": options.seed}
    if options.as_shipped:
        for id, share in rates(people, **how).items():
            print(f"{id}\t{share:.2f}")
        return 0
    relaxed, rushed = (drawn_together(rates(always(people, share), **how), options.seeds) for share in (0.0, 1.0))
    for id in relaxed:
        print(f"{id}\t{relaxed[id]:.2f}\t{rushed[id]:.2f}\t{hurry(relaxed[id], rushed[id]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
