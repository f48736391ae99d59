"""What is said to have happened elsewhere - repaired, paid, approved, found - and is borne out by nothing."""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.graders.checks.case.goal import hits
from coolhead.graders.checks.case.policy import named_share
from coolhead.graders.checks.case.terms import alike
from coolhead.graders.checks.speech.common import hollow, key_stems
from coolhead.graders.checks.speech.listening import is_check
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, tokens
from coolhead.personas.case import Case

KINDS = (
    "mended", "came_back", "arrived", "approved", "vouched", "inspected", "found", "called", "wrote", "punished",
    "only_one", "acted", "heard",
)  # fmt: skip
OWN = frozenset(("called", "wrote", "only_one", "punished"))
"""What the agent's own side may be said to have done as well; the deeds of its desk are done by saying so."""
PLAIN = frozenset(("mended", "came_back", "called", "wrote", "punished"))
"""What a few facts of a case would hold, had it happened: the state of the thing, letters and calls, dismissals."""
KNOWN, FEW = 0.75, 0.6
"""Strength where the file would say so, had it happened, and where a few facts of it are known."""
ALLOWED = 0.5
"""Share of a grant's words from which what was approved is what may be given anyway."""
_CLAUSE = expression("filed", "clause")
_DENIED = expression("filed", "denied")
_WANTED = expression("filed", "wanted")


@once
def claimed(reading: Reading, x: Sentence) -> float:
    """How surely a sentence says that something happened of which neither file, customer nor log knows, 0-1.

    Only where there is a case file. The agent's own deeds at its desk are done by saying so and are no claim; what the
    customer told may be told back. A few facts do not say what else happened, and so bear out more than a whole file.
    """
    case = reading.case
    if case is None or refusal_form(x.text) or parroted(reading, x) > ECHO or _puts_back(x):
        return 0.0
    if _reads_out(reading, x) or any(is_check(y) for y in _behind(reading, x)):
        return 0.0
    if _dated(reading, x) or _another_cause(reading, x):
        return KNOWN
    kinds = [kind for kind in KINDS if _says(x, kind)]
    if not kinds or all(_borne_out(reading, x, kind) for kind in kinds):
        return 0.0
    may_be = kinds == ["approved"] and any(named_share(g.label, x.stems) >= ALLOWED for g in case.policy.grants)
    return 0.0 if may_be else _weight(reading, case, x, kinds)


def _puts_back(x: Sentence) -> bool:
    """Says back what was told, or asks whether it is so."""
    return any(phrases(*name).search(x.text) for name in (("claims", "check"), ("acts", "reported")))


def _reads_out(reading: Reading, x: Sentence) -> bool:
    """Says what the file says, in its words."""
    known = x.stems & reading.record_values
    return phrases("claims", "file_says").search(x.text) is not None and len(known) > MOSTLY * len(x.stems)


def _behind(reading: Reading, x: Sentence) -> Sequence[Sentence]:
    return reading.turns[x.turn].sentences[x.place + 1 : x.place + 2]


def _weight(reading: Reading, case: Case, x: Sentence, kinds: Sequence[str]) -> float:
    """What the file's silence about these kinds is worth, 0-1."""
    if _tells_all(reading):
        return KNOWN
    above = "approved" in kinds and phrases("claims", "superior").search(x.text) is not None
    return FEW if above or not PLAIN.isdisjoint(kinds) else 0.0


def _dated(reading: Reading, x: Sentence) -> bool:
    """A past event with its time, of somebody else, most of whose words stand nowhere; only in a file known whole."""
    when = phrases("claims", "lately").search(x.text)
    if not _tells_all(reading) or when is None or x.asks or phrases("claims", "not_yet").search(x.text):
        return False
    goal = reading.goal
    if not _somebody_did(x.text) or (goal and hits(goal.cause_words, x.text)):
        return False
    said = content(tokens(x.text[: when.start()] + x.text[when.end() :])) - hollow()
    known = reading.record_values | reading.heard(x.turn) | (key_stems(goal.true_cause) if goal else frozenset())
    new = [stem for stem in said if not stem[:1].isdigit() and not any(alike(stem, other) for other in known)]
    return len(new) >= 2 and len(new) > MOSTLY * len(said)


def _another_cause(reading: Reading, x: Sentence) -> bool:
    """Answers why it came about with a cause of which the file's own entry of the cause has no word."""
    case, before = reading.case, reading.turns[x.turn].before
    if case is None or before is None or x.asks:
        return False
    why = [y.text for y in before.sentences if phrases("claims", "why").search(y.text)]
    if not why or all(phrases("claims", "left_undone").search(text) for text in why):
        return False
    held = [text for name, text in case.record.items() if phrases("claims", "cause_of").search(name)]
    told = content(tokens(" ".join(held))) - hollow()
    plain = _somebody_did(x.text) and not phrases("claims", "desk").search(x.text)
    if len(told) < CAUSE or not (plain or phrases("claims", "because").search(x.text)):
        return False
    said = frozenset().union(*(y.stems for y in reading.turns[x.turn].sentences))
    own = x.stems - reading.heard(x.turn)
    return not any(alike(one, other) for one in told for other in said if not one[:1].isdigit()) and len(own) >= 2


CAUSE = 2
"""Words from which an entry tells a cause."""


def _clause_before(text: str, place: int) -> str:
    """What stands between a place and the beginning of its clause."""
    return text[max((cut.end() for cut in _CLAUSE.finditer(text) if cut.end() <= place), default=0) : place]


def _somebody_did(text: str) -> bool:
    """A verb in the past whose clause names somebody else, or the thing, before it, and neither agent nor customer."""
    for match in phrases("claims", "happened").finditer(text):
        before = _clause_before(text, match.start())
        others = ("desk", "customer")
        if phrases("claims", "third").search(before) and not any(phrases("claims", o).search(before) for o in others):
            return True
    return False


MOSTLY = 0.5
"""Share of a sentence's words from which it tells what nobody knows of."""


def _says(x: Sentence, kind: str) -> bool:
    """The sentence tells an outcome of this kind as a fact, of somebody else or of the thing itself."""
    text = x.text
    for match in phrases("claims", f"{kind}_said").finditer(text):
        clause = _clause_before(text, match.start())
        asks = x.asks and not any(cut.start() >= match.end() for cut in _CLAUSE.finditer(text))
        if asks or phrases("claims", "not_yet").search(clause) or _PRESENT.search(clause):
            continue
        if _TO_COME.search(text[: match.start()]):
            continue
        if _of_another(text, match.start(), own=kind in OWN):
            return True
    return False


_PRESENT = expression("filed", "present")
"""How it is done, or is to be, not that it was: "it is tested before you get it"."""
_TO_COME = expression("filed", "to_come")
"""What will be told: "you get a text that the money has been sent back"."""


def _of_another(text: str, start: int, *, own: bool) -> bool:
    """Who did it, the last one named before, is not the customer, and the agent only where it may be its `own` deed."""
    last = {
        who: max((m.start() for m in phrases("claims", who).finditer(text[:start])), default=-1)
        for who in ("third", "desk", "customer")
    }
    if own:
        return last["customer"] < 0 or last["customer"] < max(last["third"], last["desk"])
    return last["third"] > max(last["desk"], last["customer"])


def _borne_out(reading: Reading, x: Sentence, kind: str) -> bool:
    """The file or the log has it in any words for it; or the customer told it, of somebody other than themselves."""
    words = phrases("claims", f"{kind}_told")
    if any(words.search(part) and not _DENIED.search(part) for part in _entries(reading, x.turn)):
        return True
    told = (y for t in reading.customers if t.index < x.turn for y in t.sentences if not y.asks)
    return any(_told(part, words) for y in told for part in _CLAUSE.split(y.text))


def _told(part: str, words: Pattern) -> bool:
    if _DENIED.search(part) or _WANTED.search(part):
        return False
    return any(not _MYSELF.search(part[: match.start()]) for match in words.finditer(part))


_MYSELF = expression("filed", "myself")


def _entries(reading: Reading, turn: int) -> list[str]:
    """The file's record and service times, part by part, and the log of actions up to a turn."""
    case = reading.case
    held = {**case.record, **case.policy.service_times} if case else {}
    parts = [f"{name}: {part}" for name, text in held.items() for part in _PARTS.split(text)]
    log = [f"{a.name.replace('_', ' ')} {a.detail}" for t in reading.turns[: turn + 1] for a in t.turn.actions]
    return parts + log


_PARTS = expression("filed", "parts")


@once
def _tells_all(reading: Reading) -> bool:
    """The file is whole, or says at least what has not happened ("call note: none", "not yet paid")."""
    if reading.goal is not None:
        return True
    record = reading.case.record if reading.case else {}
    return any(phrases("claims", "not_happened").search(text) for text in record.values())
