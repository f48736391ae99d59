"""Which dialogues of a large run the page holds: the critical, the worst, and a fair random part."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from coolhead.bench.report.rows import Row

CAP = 5_000
"""Dialogues on the page at most."""
CAP_CHARACTERS = 60_000_000
"""Characters of dialogue on the page at most."""
_SEED = "page-1"


@dataclass(frozen=True)
class Choice:
    """The dialogues that the page holds."""

    rows: tuple[Row, ...]
    """In file order."""
    total: int
    critical: int = 0
    worst: int = 0
    drawn: int = 0
    cut_by_size: bool = False

    @property
    def all(self) -> bool:
        """Whether nothing was left out."""
        return len(self.rows) == self.total


def pick(rows: Sequence[Row], *, cap: int = CAP, characters: int = CAP_CHARACTERS) -> Choice:
    """All dialogues when they fit; else a quarter critical or failed, a quarter worst, half drawn by a fixed seed.

    The worst are taken in turn from every bot. The drawn part comes customer by customer with all bots that met the
    same customer and seed, so that dialogues can be read side by side.
    """
    total = len(rows)
    if total <= cap and sum(row.size for row in rows) <= characters:
        return Choice(tuple(rows), total)
    taken: set[int] = set()
    room = characters
    counts = []
    for queue, until in (
        (_critical(rows), cap // 4),
        (_worst(rows), cap // 2),
        (_drawn(rows), cap),
    ):
        before = len(taken)
        for n in queue:
            if len(taken) >= until:
                break
            if n not in taken and rows[n].size <= room:
                taken.add(n)
                room -= rows[n].size
        counts.append(len(taken) - before)
    kept = tuple(rows[n] for n in sorted(taken))
    critical, worst, drawn = counts
    return Choice(kept, total, critical, worst, drawn, cut_by_size=len(kept) < min(cap, total))


def _critical(rows: Sequence[Row]) -> Iterator[int]:
    found = [n for n, row in enumerate(rows) if row.critical or row.failed]
    return iter(sorted(found, key=lambda n: _lot(rows[n].id)))


def _worst(rows: Sequence[Row]) -> Iterator[int]:
    by_bot: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for n, row in enumerate(rows):
        mean = row.mean
        if mean is not None:
            by_bot[row.bot].append((mean, n))
    for one_of_each in zip_longest(*(sorted(found) for found in by_bot.values())):
        yield from (each[1] for each in one_of_each if each is not None)


def _drawn(rows: Sequence[Row]) -> Iterator[int]:
    scenes: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        scenes[f"{row.persona}:{row.seed}:{row.repeat}" if row.persona else row.id].append(n)
    for scene in sorted(scenes, key=_lot):
        yield from scenes[scene]


def _lot(name: str) -> bytes:
    """A fixed draw that depends on nothing but the name."""
    return hashlib.sha256(f"{_SEED}:{name}".encode()).digest()[:8]
