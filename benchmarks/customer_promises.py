"""How many freely worded promises the embedded customer hears, and how many look-alikes it takes for one.

Usage: python benchmarks/customer_promises.py FILE... [--errors]

A file is tab-separated: persona, remedies promised ("pickup,swap") or not promised ("!swap"), what the customer said
last, the agent's words ("\\n" is a line break). The personas are filled with seed 3, so sums and days are theirs. All
facts of the persona count as told. A promise is heard when the customer books it as firm or done; it is complete when
everything that the remedy needs (sum, time, reference, route) was heard with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard, Unclear
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.story import Story, content_of, story
from coolhead.bench.customers.text import read
from coolhead.personas.loader import builtin
from coolhead.personas.vary import vary

SEED = 3


@dataclass(frozen=True)
class Row:
    """One turn of an agent and what it promises."""

    persona: str
    promised: tuple[str, ...]
    look_alike: str
    asked: str
    text: str


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file; lines that begin with # are passed over."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 4:
            raise SystemExit(f"{path}:{number}: {len(fields)} fields, want persona, remedies, said last, text")
        persona, remedies, asked, text = fields
        turned = remedies.removeprefix("!") if remedies.startswith("!") else ""
        promised = () if turned else tuple(remedies.split(","))
        yield Row(persona, promised, turned, asked, text.replace("\\n", "\n"))


@cache
def _story(persona: str) -> Story:
    return story(vary(next(p for p in builtin() if p.id == persona), seed=SEED))


def hear(row: Row, *, unclear: tuple[Unclear, ...] = ()) -> tuple[Heard, Story]:
    """What the customer of that row makes of the agent's words; `unclear` = what the turn before left open."""
    compiled, asked = _story(row.persona), read(row.asked)
    words, pairs = content_of(asked)
    told = Told(facts=compiled.facts, words=words, pairs=pairs, feelings=compiled.feelings, last=asked)
    before = Before(told=told, disclosed=frozenset(f.id for f in compiled.facts), unclear=unclear)
    return listen(row.text, story=compiled, before=before)[0], compiled


def heard_in(row: Row) -> tuple[set[str], set[str]]:
    """Ids of the remedies heard as promised, and of those heard with all that they need."""
    heard, compiled = hear(row)
    firm = [p for p in heard.pledges if p.kind == "right" and p.mood in {"done", "firm"}]
    whole = {
        p.target
        for p in firm
        if p.amount is None and set(compiled.remedy(p.target).needs) <= p.brings | {"confirm"}
    }  # fmt: skip
    return {p.target for p in firm}, whole


def main(paths: list[str], *, errors: bool) -> None:
    for path in paths:
        promises = heard = whole = looks = false = 0
        for row in rows_of(Path(path)):
            firm, full = heard_in(row)
            promises += len(row.promised)
            heard += len(firm & set(row.promised))
            whole += len(full & set(row.promised))
            looks += bool(row.look_alike)
            false += row.look_alike in firm
            missed = set(row.promised) - firm
            if errors and (missed or row.look_alike in firm):
                print(f"{'FALSE' if row.look_alike else 'MISSED'} {row.persona} {','.join(missed)} | {row.text}")
        print(
            f"{path}: {heard} of {promises} promises heard ({heard / promises:.2f}), "
            f"{whole} with all they need ({whole / promises:.2f}); {false} of {looks} look-alikes taken for one"
        )


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "--errors"], errors="--errors" in sys.argv)
