"""When words alone fix a sum: "half of the fare" where the fare is known, "the charge back" where it was named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coolhead.bench.customers.text import Message, Sentence, numbers, read
from coolhead.personas.schema import Persona, Remedy

_CENT = 0.011
_ROUNDED = 0.51
"""A share of a price may have been rounded to a whole sum."""
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|percent|per cent)", re.I)
_WHOLE = frozenset("full whole all entire entirely complete completely fully every".split())
_GAP = frozenset("difference overcharge excess extra".split())
_PARTS = {2.0: frozenset({"half", "50"}), 4.0: frozenset({"quarter", "25"}), 10.0: frozenset({"tenth", "10"})}
_LIMITS = frozenset(
    """part partial partly some portion goodwill gesture voucher contribution % percent half quarter third up towards
    maximum most""".split()
)
"""With one of these less may be meant than the whole."""
_BACK = frozenset("back refund refunded refunding return returned reverse reversed repay repaid reimburse".split())


@dataclass(frozen=True, slots=True)
class Share:
    """What names a remedy's sum without a figure."""

    words: frozenset[str] = frozenset()
    """Any of these, beside the remedy itself."""
    claimed: bool = False
    """It is the sum that the customer came with: "the money back" names it."""

    def named(self, sentence: Sentence) -> bool:
        """Whether the sentence says how much by a share, or gives back what was claimed."""
        said = set(sentence.words)
        if self.words & said:
            return True
        return self.claimed and bool(_BACK & said) and not _LIMITS & said


def share_of(persona: Persona, remedy: Remedy, amount: float | None) -> Share:
    """The words that fix this sum, by the case's record and by what the customer tells at once."""
    if amount is None:
        return Share()
    record = _sums(read(text) for text in persona.case.record.values())
    claims = _sums(read(text) for text in _opened(persona))
    known = record | claims
    named = set(_words(persona, remedy))
    words: set[str] = set()
    for parts, names in _PARTS.items():
        if any(abs(amount * parts - sum_) < _CENT + _ROUNDED * parts for sum_ in known):
            words |= names & named
    for several in (2, 3):
        if str(several) in named and any(abs(amount - several * sum_) < _CENT for sum_ in known):
            words |= {str(several), "both"} if several == 2 else {str(several)}
    if any(abs(amount - sum_) < _CENT for sum_ in known):
        words |= _WHOLE
    if any(abs(a - b - amount) < _CENT for a in known for b in known):
        words |= _GAP & named
    for rate in _PERCENT.findall(remedy.label):
        if any(abs(sum_ * float(rate) / 100 - amount) < _ROUNDED for sum_ in known):
            words.add(rate)
    return Share(frozenset(words), claimed=any(abs(amount - sum_) < _CENT for sum_ in claims))


def _words(persona: Persona, remedy: Remedy) -> Iterable[str]:
    """Words of the remedy and of its grant: a share counts only where it is one of them."""
    grant = next((g for g in persona.case.policy.grants if g.id == remedy.grant), None)
    texts = (remedy.label, grant.label if grant else "", (grant.limit or "") if grant else "")
    return (word for text in texts for word in read(text).words)


def _opened(persona: Persona) -> list[str]:
    flat = [text for one in persona.opening for text in ([one] if isinstance(one, str) else one)]
    return flat + [text for fact in persona.facts if fact.level == "open" for text in fact.say]


def _sums(messages: Iterable[Message]) -> frozenset[float]:
    return frozenset(value for m in messages for s in m.sentences for _, value in numbers(s.words) if value >= 1)
