"""`ladder:NAME` and `attack:NAME`: the bots that calibrate the benchmark. They are instruments, not candidates.

Unlike every other bot they are told the answer sheet (the persona) before a dialogue, so that each rung shows
exactly the behaviour it is there to show. The ladder B1-B10 must come out in strict order; the cheats X1-X12 must all
stay below B6.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from coolhead.bench.bots.reference.attack import ATTACKS
from coolhead.bench.bots.reference.bot import Reference, ReferenceBot
from coolhead.bench.bots.reference.ladder import LADDER
from coolhead.bench.errors import BadInput, did_you_mean

FAMILIES: dict[str, tuple[Reference, ...]] = {"ladder": LADDER, "attack": ATTACKS}


def catalogue() -> list[Reference]:
    """All reference bots, ladder first, in order."""
    return [*LADDER, *ATTACKS]


def make(spec: str, *, name: str | None) -> list[ReferenceBot]:
    """The bots of `ladder`, `ladder:B6`, `attack:empathy-spammer`, with `?wording=0..2` and `?padding=N`.

    Raises:
        BadInput: an unknown name or option.
    """
    where = f"--bot {spec}"
    path, _, query = spec.partition("?")
    family, _, wanted = path.partition(":")
    options = {key: values[-1] for key, values in parse_qs(query).items()}
    unknown = set(options) - {"wording", "padding"}
    if unknown or not all(value.isdigit() for value in options.values()):
        raise BadInput(where, f"'{query}' is not understood", do="write ?wording=0..2 or ?padding=N")
    wording = int(options["wording"]) if "wording" in options else None
    padding = int(options.get("padding", 0))
    members = FAMILIES[family]
    if wanted:
        members = tuple(m for m in members if wanted.lower() in (m.id.lower(), m.name))
        if not members:
            known = [n for m in FAMILIES[family] for n in (m.id, m.name)]
            raise BadInput(where, f"no {family} bot '{wanted}'", do=did_you_mean(wanted, known))
    if name and len(members) > 1:
        raise BadInput(
            where, f"one name for {len(members)} bots", do=f"name a single one: {name}={family}:{members[0].id}"
        )
    return [ReferenceBot(m, name=name or m.label, wording=wording, padding=padding) for m in members]
