"""Several things told in one breath: "two matters", "and then", "on top of that"; and what settles each."""

from __future__ import annotations

from coolhead.graders.checks.resolution.offers import settling
from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.sentences import spans
from coolhead.graders.reading.slots import values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, tokens

SETTLED = 0.3
"""How much a sentence settles from which it may settle one of several things."""
LEAST = 3
"""Words of one of several things."""


@once
def listed(reading: Reading) -> list[tuple[float, Sentence | None]]:
    """For each of the things that the opening counts out how far it is settled, 0-1, and by which sentence.

    Empty where the customer does not say that there are several.
    """
    opening = reading.customers[0] if reading.customers else None
    if opening is None or phrases("conduct", "several").search(opening.text) is None:
        return []
    told = _things(opening.text)
    if len(told) < 2:
        return []
    others = [frozenset().union(*(one for m, one in enumerate(told) if m != n)) for n in range(len(told))]
    return [_settled(reading, stems - other) for stems, other in zip(told, others, strict=True)]


def _settled(reading: Reading, stems: frozenset[str]) -> tuple[float, Sentence | None]:
    fitting = [(settling(reading, x), x) for x in reading.sentences if x.stems & stems]
    best = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
    return best if best[0] >= SETTLED else (0.0, None)


def _things(text: str) -> list[frozenset[str]]:
    """The content of each thing that is counted out behind the words that say there are several."""
    start = phrases("conduct", "several").search(text)
    body = text[start.end() :] if start is not None else ""
    parts = [part for begin, end in spans(body) for part in _CUT.split(body[begin:end])]
    told = [stems for part in parts if len(tokens(part)) >= LEAST and (stems := content(tokens(part)) - hollow())]
    count = values(start.group()) if start is not None else ()
    return told[: int(count[0])] if count else told


_CUT = expression("settled", "cut")
