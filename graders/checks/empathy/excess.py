"""Too much of a good thing: formulas, apologies, feelings of a catastrophe for a nuisance."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding
from coolhead.graders.checks.speech.common import stacked
from coolhead.graders.checks.speech.listening import cue, own
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import repeated_sentence, stems_of_feeling
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

WARM = ("EM+1", "EM+2", "EM+3", "EM+4", "EM+7")


@once
def overdone(reading: Reading) -> list[tuple[float, Sentence]]:
    """Feelings of a catastrophe, ascribed to somebody with a nuisance who spoke of nothing like it."""
    small = any(phrases("feeling", "understated").search(turn.text) for turn in reading.customers)
    if (reading.peak >= HEAVY and not small) or any(_weighs(reading, turn) for turn in reading.customers):
        return []
    found_: list[tuple[float, Sentence]] = []
    for x in reading.sentences:
        words = len(phrases("feeling", "extreme").findall(x.text))
        if words and not x.asks:
            found_.append((min(1.0, 0.35 + 0.3 * (words - 1)), x))
    return found_ if len(found_) > 1 or any(strength > MET for strength, _ in found_) else []


HEAVY = 0.75
"""Customer heat from which no feeling is too big a word."""


def _weighs(reading: Reading, turn: TurnRead) -> bool:
    """The customer speaks of danger, or of something that weighs as heavily."""
    words = any(phrases("feeling", name).search(turn.text) for name in ("extreme", "weighty"))
    return words or reading.strength(turn, "SAFETY") >= MET


def spam(reading: Reading) -> Finding:
    """The same formula again, too many apologies, feelings piled up, empathy all through the middle."""
    families = stems_of_feeling(reading)
    cases: list[tuple[float, Sentence]] = []
    formulas = families.get("understand", [])
    polite = {id(x) for name in ("value", "patience") for x in families.get(name, [])}
    generic = [
        x
        for x in reading.sentences
        if reading.s(x, "EM+g") > 0.5
        and cue(x)
        and own(reading, x) < 0.5
        and id(x) not in polite
        and not phrases("feeling", "no_apology").search(x.text)
        and not _LOSS.search(x.text)
        and not x.text.lower().startswith("thank")
    ]
    both = _apart(list({id(x): x for x in [*formulas, *generic]}.values()))
    habit = len(both) >= HABIT and len(both) > MOSTLY * len(reading.agents)
    worn = both if habit else [x for x in both if not _due(reading, x)]
    if len(worn) >= 2:
        cases.append((min(1.0, 0.4 + 0.25 * (len(worn) - 2) + 0.15 * bool(formulas)), worn[1]))
    cases += [(strength, turn.sentences[0]) for turn in reading.agents if (strength := _heaped(turn))]
    if said := too_sorry(reading):
        cases.append((min(1.0, 0.3 + 0.2 * (len(said) - MOST_SORRY)), said[MOST_SORRY]))
    hollow_care = [x for name in ("value", "patience", "heart", "stuffed") for x in families.get(name, [])]
    if len(worn) >= 2 and len(hollow_care) + len(worn) >= 3:
        cases.append((min(0.6, 0.3 + 0.1 * (len(hollow_care) + len(worn) - 3)), (hollow_care or worn)[-1]))
    for x in reading.sentences:
        kinds = {m.lower()[:5] for m in phrases("feeling", "emotion").findall(x.text)}
        if len(kinds) >= 4:
            cases.append((min(1.0, 0.3 + 0.15 * (len(kinds) - 3)), x))
    earlier: list[Sentence] = []
    for x in reading.sentences:
        felt = max(*(reading.s(x, label) for label in WARM), reading.s(x, "EM+g") * bool(cue(x)))
        if phrases("feeling", "no_apology").search(x.text) or _beside_no(x):
            continue
        if felt > 0.5 and len(x.words) >= 5 and id(x) not in polite and not is_polite(x):
            again = repeated_sentence(x, earlier)
            if again > 0.75:
                cases.append((0.4 + 0.5 * (again - 0.75) / 0.25, x))
            earlier.append(x)
    return stacked("EM-2", cases)


def _due(reading: Reading, x: Sentence) -> bool:
    """A kind word that is called for: other words than before, to something just told, or softening a no."""
    turn = reading.turns[x.turn]
    if any(refusal_form(y.text) for y in turn.sentences[x.place : x.place + 2]):
        return True
    told = turn.before.stems - reading.heard(turn.before.index) if turn.before is not None else frozenset()
    earlier = [y for t in reading.agents if t.index < x.turn for y in t.sentences]
    return bool(earlier) and len(told) >= NEWS and repeated_sentence(x, earlier) < ALIKE


def _heaped(turn: TurnRead) -> float:
    """The same formula again and again in one breath, 0-1."""
    kept = [x.text for x in turn.sentences if not phrases("feeling", "no_apology").search(x.text)]
    counts = [
        sum(len(phrases("feeling", name).findall(text)) for text in kept) for name in ("sorry", "grasping", "heart")
    ]
    most = max(*counts, sum(counts) - 1)
    return min(1.0, 0.6 + 0.1 * (most - ONE_BREATH)) if most >= ONE_BREATH else 0.0


HABIT, MOSTLY, NEWS, ALIKE = 4, 0.5, 4, 0.6
"""Number and share of turns from which kind words are a habit; content words that make news; likeness of the same word
again."""
MOST_SORRY = 3
"""Apologies of one dialogue that are none too many."""


@once
def too_sorry(reading: Reading) -> list[Sentence]:
    """The sentences that apologise, where they are too many; else none."""
    sorry = stems_of_feeling(reading).get("sorry", [])
    # "That I do not know, sorry" is courtesy beside a no, and condolence is none for oneself.
    said = [x for x in sorry if not phrases("feeling", "no_apology").search(x.text) and not _beside_no(x)]
    return said if len(said) > MOST_SORRY else []


def _beside_no(x: Sentence) -> bool:
    return any(words.search(x.text) for words in (phrases("acts", "unknown"), _LOSS, _NEWS)) or refusal_form(x.text)


_LOSS = expression("sympathy", "loss")
_NEWS = expression("sympathy", "news")


def _apart(formulas: list[Sentence]) -> list[Sentence]:
    """Formulas as they count: up to three in one turn are one acknowledgement."""
    kept: list[Sentence] = []
    for x in sorted(formulas, key=lambda x: (x.turn, x.place)):
        here = [y for y in formulas if y.turn == x.turn and y.place < x.place]
        if not here or len(here) >= ONE_BREATH:
            kept.append(x)
    return kept


ONE_BREATH = 3
"""Warm sentences of one turn that make one acknowledgement; more are piled up."""


@once
def is_polite(x: Sentence) -> bool:
    """Thanks for the patience and the like: courtesy, not sympathy."""
    return x.text.lower().startswith("thank") or any(
        phrases("feeling", family).search(x.text) for family in ("patience", "value")
    )
