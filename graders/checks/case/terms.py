"""What is said of a service, held against the case file: its day, its hour, how long it takes, who does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.calendar import Told, days, hours, spans
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, tokens

ANOTHER = 0.65
"""Strength of another day, hour or length of time than the case file has for this very thing."""
BOTH = 0.75
"""Where two of them are others, nobody misheard."""
NEAR = 0.15
"""Lengths of time that differ by less are the same: "30 days", "a month"."""
ROOT = 5
"""Letters that tell a word: "delivery" and "delivered" are forms of one, shorter words of none but themselves."""
DAY = 1440


@dataclass(frozen=True)
class Term:
    """One thing of which the case file says when it is."""

    stems: frozenset[str]
    text: str
    least: int
    """Words of it from which a sentence speaks of it."""


@once
def terms(reading: Reading) -> tuple[Term, ...]:
    """What the case file says about times: its service times, and grants with a time of their own."""
    case = reading.case
    if case is None:
        return ()
    made = [_term(name, text, 1) for name, text in case.policy.service_times.items()]
    made += [_term(g.label, f"{g.label}, {g.limit}", 2) for g in case.policy.grants]
    made += [_term(f"{name} {text}", text, 2) for name, text in case.record.items()]
    return tuple(term for term in made if term.stems)


def _term(name: str, text: str, least: int) -> Term:
    named = {told.start: told.end for told in days(name, "")}
    rest = (
        name
        if not named
        else "".join(" " if any(a <= n < b for a, b in named.items()) else c for n, c in enumerate(name))
    )
    return Term(frozenset(s for s in content(tokens(rest)) - hollow() if not s[:1].isdigit()), text, least)


def alike(one: str, other: str) -> bool:
    """Two stems are forms of one word."""
    return one[:ROOT] == other[:ROOT]


def met(wanted: Iterable[str], said: Iterable[str]) -> int:
    """How many of the stems that are looked for are said, in whatever form of the word."""
    roots = {stem[:ROOT] for stem in said}
    return sum(stem[:ROOT] in roots for stem in wanted)


def meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Some stem of the one is a form of some stem of the other."""
    return met(one, other) > 0


def terms_of(reading: Reading, x: Sentence) -> list[Term]:
    """The terms of the case file that a sentence speaks of."""
    return [term for term in terms(reading) if met(term.stems, x.stems) >= min(term.least, len(term.stems))]


@once
def other_terms(reading: Reading, x: Sentence) -> float:
    """How surely a sentence gives a service another day, hour or length of time than the case file does, 0-1."""
    case = reading.case
    if case is None or not x.slots or not _tells(reading, x):
        return 0.0
    mine = terms_of(reading, x)
    if not mine:
        return 0.0
    known = _known(reading, x)
    other = sum(
        _clashes(read, x.text, [term.text for term in mine], known, case.today) for read in (_days, _hours, _spans)
    )
    return BOTH if other >= 2 else ANOTHER if other else 0.0


@once
def nowhere(reading: Reading, x: Sentence) -> float:
    """How surely a sentence books a time, or names a person, a line or a rule, that the case file does not have, 0-1.

    Only where the case file has others of the kind; times and rules only where the whole of it is known.
    """
    case = reading.case
    if case is None or not _tells(reading, x):
        return 0.0
    known = _known(reading, x)
    if reading.goal is None:
        return ANOTHER if _other_line(reading, x, known) or _replaced(reading, x, known) else 0.0
    if _other_line(reading, x, known):
        return BOTH
    made_up = _booked(x, known, case.today) or _own_rule(reading, x, known)
    return max(_stranger(reading, x, known), ANOTHER if made_up else 0.0)


_LINE = expression("filed", "line")
"""A telephone number or a mail address."""


def _other_line(reading: Reading, x: Sentence, known: str) -> bool:
    """A line to call or to write to, where the file has others."""
    if not _LINE.search(x.text) or not _LINE.search(case_file(reading).text):
        return False
    told = {_digits(line) for line in _LINE.findall(known)}
    return any(_digits(line) not in told for line in _LINE.findall(x.text))


def _digits(line: str) -> str:
    return re.sub(r"[ -]", "", line.lower())


_BOOKS = expression("filed", "books")


def _booked(x: Sentence, known: str, today: str) -> bool:
    """A day and an hour of which the file has neither."""
    if not _BOOKS.search(x.text):
        return False
    for read in (_days, _hours):
        said = read(x.text, today)
        every = _every(read, known, today)
        if not said or not every or any(_same(told.means, every) for told in said):
            return False
    return True


_RULE_SAYS = expression("filed", "rule_says")


def _own_rule(reading: Reading, x: Sentence, known: str) -> bool:
    """A rule of the firm with a figure that stands nowhere in the file."""
    if not _RULE_SAYS.search(x.text):
        return False
    figures = {value for slot in x.slots for value in slot.values}
    return bool(figures) and figures.isdisjoint(values(known))


_NAME = re.compile(r"\b(?:(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'-]+|[A-Z][a-z]+ [A-Z][a-z][\w'-]*)")
_STAFF = expression("filed", "staff")
_MYSELF = expression("filed", "terms_myself")


def _stranger(reading: Reading, x: Sentence, known: str) -> float:
    """Somebody of the staff by a name that is not the one in the file."""
    case = reading.case
    role = _STAFF.search(x.text)
    if case is None or role is None or _MYSELF.search(x.text):
        return 0.0
    entries = [*case.record.items(), *case.policy.service_times.items()]
    named = [text for name, text in entries if role.group().lower() in f"{name} {text}".lower() and _NAME.search(text)]
    if not named:
        return 0.0  # the file names nobody; the agent may know its colleagues
    said = [name for name in _NAME.findall(x.text) if not _STAFF.search(name)]
    return ANOTHER if any(name.split()[-1].lower() not in known.lower() for name in said) else 0.0


def _replaced(reading: Reading, x: Sentence, known: str) -> bool:
    """A few facts say who does something, and the sentence says that somebody of another name does it."""
    case = reading.case
    said = _NAME.findall(x.text)
    if case is None or not said or _MYSELF.search(x.text):
        return False
    staff = {name: _PERSON.match(text) for name, text in case.record.items()}
    roles = {name.lower() for name, found in staff.items() if found and not phrases("grants", "own_side").search(name)}
    strangers = [one for one in said if one.split()[-1].lower() not in known.lower()]
    if not roles or not strangers:
        return False
    named = any(word in roles for word in x.words)
    return named or (len(roles) == 1 and _DOES_IT.search(x.text) is not None)


_DOES_IT = re.compile(
    rf"{_NAME.pattern}(?:,[^,]*,)?(?:'ll| will| is going to)? (?:comes?|does it|is (?:there|with you|at your)|"
    r"be (?:there|with you)|looks? at|repairs?|mends?|fixe?s?|changes?|takes? care)\b"
)
_PERSON = re.compile(rf"(?:{_NAME.pattern})(?=$|[,(;]| (?:in|on|at|from|until)\b)")


def _tells(reading: Reading, x: Sentence) -> bool:
    """Says how it is or will be: no question, no refusal, nobody's words said back, no call of its own."""
    if x.asks or refusal_form(x.text) or _OWN_CALL.search(x.text) or phrases("acts", "reported").search(x.text):
        return False
    return parroted(reading, x) <= ECHO


_OWN_CALL = expression("filed", "own_call")

Read = Callable[[str, str], tuple[Told, ...]]


def _days(text: str, today: str) -> tuple[Told, ...]:
    # What is done "today" says nothing about the day of the service.
    return tuple(told for told in days(text, today) if told.means != {0})


def _hours(text: str, _today: str) -> tuple[Told, ...]:
    return hours(text)


def _spans(text: str, _today: str) -> tuple[Told, ...]:
    # "A name and a day" tells no length of time.
    return tuple(
        told for told in spans(text) if not (_ONE.match(text[told.start :]) and not _LASTS.search(text[: told.start]))
    )


_ONE = re.compile(r"an? (?:day|hour|week|month|minute)\b", re.I)
_LASTS = re.compile(r"\b(?:in|within|for|takes?|took|after|about|once|every|than|of|under|half) $", re.I)


def _clashes(read: Read, text: str, mine: Iterable[str], known: str, today: str) -> bool:
    said = read(text, today)
    if not said:
        return False
    right = _values(read, mine, today)
    if not right or any(_same(told.means, right) for told in said):
        return False
    every = _every(read, known, today)
    return any(not _same(told.means, every) for told in said)


def _every(read: Read, known: str, today: str) -> set[int]:
    """What a text knows of days, hours or lengths of time, in whatever form."""
    every = _values(read, (known,), today)
    if read is _hours:
        every |= {60 * int(hour) for pair in _RANGE.findall(known) for hour in pair}
    if read is _spans:
        every |= {DAY * day for day in _values(_days, (known,), today)}
    return every


def _values(read: Read, texts: Iterable[str], today: str) -> set[int]:
    return {value for text in texts for told in read(text, today) for value in told.means}


def _same(one: frozenset[int], other: set[int]) -> bool:
    return any(a == b or (min(a, b) > DAY and abs(a - b) <= NEAR * max(a, b)) for a in one for b in other)


_RANGE = re.compile(r"\b(\d{1,2})-(\d{1,2})\b")


def _known(reading: Reading, x: Sentence) -> str:
    """All that the case file, the customer and the declared actions have said before a sentence."""
    told = [t.text for t in reading.customers if t.index < x.turn]
    told += [str(value) for t in reading.turns[: x.turn + 1] for a in t.turn.actions for value in a.detail.values()]
    return " | ".join([case_file(reading).text, *told])
