"""Facts of the customer's story said back otherwise than they were told: another hour, day, sum or count."""

from __future__ import annotations

import re
from itertools import product

from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.checks.speech.listening import IDLE, cue, own
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import Slot
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, stem, tokens, word_set

WRONG = 0.65
"""How wrong a fact is that stands otherwise in what the customer told, and nowhere in the file."""
STORY = 0.35
"""Share of the story from which a sentence tells it: one telling word besides the figure; in sympathy, any word."""
_AHEAD = expression("sympathy", "ahead")
"""What is to come, or is given, has figures of its own."""
_BEEN = expression("sympathy", "been")
"""What was: hours of a plan are no story."""
_FIRM = expression("sympathy", "firm")
"""What the firm did has months that the customer need not know."""
_IN_MONTH = expression("sympathy", "in_month")
_QUOTED = re.compile(r"'[^']{4,}'(?!\w)|\"[^\"]+\"")
_SINCE = expression("sympathy", "since")


@once
def misheard(reading: Reading, x: Sentence) -> float:
    """How surely a sentence says back a fact of the customer's story that was told otherwise, 0-1.

    Only what was told with a figure of the same kind is compared; what can be worked out from what was told, or stands
    in the file, is no slip of the ear.
    """
    if x.asks or promise_form(x.text) or _AHEAD.search(_QUOTED.sub(" ", x.text)):
        return 0.0
    # Who is sorry says a story back; in a plain request there is none, and figures of goods and bookings are new.
    if own(reading, x) < (IDLE if cue(x) else STORY) or (is_request(reading) and not cue(x)):
        return 0.0
    told = [s for turn in reading.customers if turn.index < x.turn for s in turn.slots]
    if not told:
        return 0.0
    filed = case_file(reading).slots
    wrong = (
        any(_other_sum(s, told, filed) for s in x.slots),
        _BEEN.search(x.text) is not None and any(_other_hour(s, told, filed) for s in x.slots),
        _other_day(reading, x),
        _other_count(reading, x, filed),
        _other_month(reading, x),
    )
    return WRONG if any(wrong) else 0.0


def _other_hour(one: Slot, told: list[Slot], filed: list[Slot]) -> bool:
    """Another hour of the clock; half past six is six as well."""
    if one.kind != "time" or not one.values:
        return False
    known = {s.values[0] % 12 for s in told if s.kind == "time" and s.values}
    return bool(known) and one.values[0] % 12 not in known | {s.values[0] % 12 for s in filed if s.values}


def _other_sum(one: Slot, told: list[Slot], filed: list[Slot]) -> bool:
    """Another sum, that is neither the sum nor the difference of what was told, nor so many times as much."""
    if one.kind != "amount" or not one.values:
        return False
    known = {v for s in told if s.kind == "amount" for v in s.values}
    sums = known | {v for s in filed if s.kind == "amount" for v in s.values}
    counts = {v for s in (*told, *filed) if s.kind in {"number", "duration"} for v in s.values if v <= MANY}
    worked = {r for a, b in product(sums, sums) for r in (a + b, abs(a - b))} | {
        a * n for a, n in product(sums, counts)
    }
    return bool(known) and not any(abs(v - near) <= NEAR * near for v in one.values for near in sums | worked)


def _other_day(reading: Reading, x: Sentence) -> bool:
    """Since another day of the week than it was told."""
    mine = _SINCE.search(x.text)
    if mine is None:
        return False
    heard = [turn.text for turn in reading.customers if turn.index < x.turn]
    days = {m["day"].lower() for text in heard for m in _SINCE.finditer(text)}
    known = f"{case_file(reading).text} {' '.join(heard)}".lower()
    return bool(days) and mine["day"].lower() not in days and f"{mine['day'].lower()}day" not in known


def _other_month(reading: Reading, x: Sentence) -> bool:
    """What the customer did or met with in a month of which they did not speak, where they spoke of another."""
    mine = {m["month"].lower() for m in _IN_MONTH.finditer(x.text)} & word_set("story", "months")
    if not mine or _FIRM.search(x.text) or not (cue(x) or _BEEN.search(x.text)):
        return False
    heard = {word for turn in reading.customers if turn.index < x.turn for word in turn.words}
    told = heard & word_set("story", "months")
    return bool(told) and not mine & (told | set(case_file(reading).words))


def _other_count(reading: Reading, x: Sentence, filed: list[Slot]) -> bool:
    """More or fewer of a thing than the customer counted."""
    mine = _counted(x)
    if not mine:
        return False
    theirs: dict[str, set[float]] = {}
    for turn in reading.customers:
        if turn.index >= x.turn:
            break
        for y in turn.sentences:
            for thing, count in _counted(y).items():
                theirs.setdefault(thing, set()).add(count)
    said = [s for turn in reading.customers if turn.index < x.turn for s in turn.slots]
    known = {v for s in (*filed, *said) for v in s.values}
    return any(thing in theirs and count not in theirs[thing] | known for thing, count in mine.items())


def _counted(x: Sentence) -> dict[str, float]:
    """Thing -> how many of it: "two visits" and "nine days", by their stems; round and fractional figures are none."""
    found: dict[str, float] = {}
    for slot in x.slots:
        if slot.kind not in {"number", "duration"} or len(slot.values) != 1 or not 2 <= slot.values[0] <= MANY:
            continue
        rest = tokens(slot.text)[1:] if slot.kind == "number" else tokens(slot.text)[-1:]
        rest = rest or tokens(x.text[slot.end : slot.end + 24])[:1]
        if len(rest) == 1 and rest[0].isalpha() and content(rest):
            found[stem(rest[0])] = slot.values[0]
    return found


MANY, NEAR = 60, 0.005
"""Up to so many a thing is counted and not numbered; how far a sum may be rounded, as a share."""
