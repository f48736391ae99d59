"""How large a share of talks a persona must be short of time for a competent agent to be accepted in 86 % of them.

    python benchmarks/persona_time.py [--agent ladder:B9] [--seeds 100] [--seed 2000] [--as-shipped] [PERSONA ...]

Every persona is played twice over the same seeds: never short of time, and always. With `a` and `b` accepted (with or
without a grumble) the share is (a - 0.86) / (a - b), but 0.25 at most unless more than 87 % would still accept, and
never more than 0.45; that is the number for `temperament.hurry` of its file. Twins begin alike, so they take the number
of their original. `--as-shipped` plays the personas as they are, at best over other seeds, and prints the share that
accepted.
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

WANTED = 0.86
USUAL = 0.25
"""No larger share of talks is short of time just to make a persona harder: slower good agents pay for it too."""
EASY = 0.87
"""Above this rate a persona is too easy, whatever the share."""
MOST = 0.45
"""Nobody is short of time in more than so many talks."""


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


def hurry(relaxed: float, rushed: float) -> float:
    """The share of talks with little time that brings the accept rate to 86 %, or at least down to 87 %."""
    if relaxed <= WANTED or relaxed <= rushed:
        return 0.0
    lost = relaxed - rushed
    return round(min(MOST, max(min(USUAL, (relaxed - WANTED) / lost), (relaxed - EASY) / lost)), 2)


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
    relaxed, rushed = rates(always(people, 0.0), **how), rates(always(people, 1.0), **how)
    for id in relaxed:
        print(f"{id}\t{relaxed[id]:.2f}\t{rushed[id]:.2f}\t{hurry(relaxed[id], rushed[id]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
