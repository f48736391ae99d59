"""The case file as one text, read once for all dialogues about the same case."""

from __future__ import annotations

from functools import cached_property, lru_cache

from coolhead.graders.model import TextModel
from coolhead.graders.model.facets import Array
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import Slot, slots, values
from coolhead.graders.reading.words import content, content_stem, tokens


class Filed:
    """What a case file says; each view of it is worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[str]:
        """Its words, in order."""
        return tokens(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return content(self.words)

    @cached_property
    def directions(self) -> Array:
        """Those of its content words; see `Facets.directions`."""
        return TextModel.load().facets.directions([word for word in dict.fromkeys(self.words) if content_stem(word)])

    @cached_property
    def slots(self) -> list[Slot]:
        """Its figures."""
        return slots(self.text)

    @cached_property
    def values(self) -> frozenset[float]:
        """All its numbers."""
        return frozenset(values(self.text))


@once
def case_file(reading: Reading) -> Filed:
    """The case file of a dialogue; of one without a case an empty text."""
    case = reading.case
    if case is None:
        return _read("")
    policy = case.policy
    parts = [case.firm, case.product, case.today, *case.routes, *(f"{k}: {v}" for k, v in case.record.items())]
    parts += [f"{g.label} {g.limit} {' '.join(g.conditions)} {g.most or ''}" for g in policy.grants]
    parts += [*policy.forbidden, *(f"{k}: {v}" for k, v in policy.service_times.items())]
    return _read(" | ".join(parts))


_read = lru_cache(maxsize=100)(Filed)
