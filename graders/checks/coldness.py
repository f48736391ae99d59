"""Errors of empathy: half apologies, stock phrases, making small, asking again, an own life, words alone."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding
from coolhead.graders.checks.common import UNSAID, UPSET, hot_before, stacked, unsaid
from coolhead.graders.checks.known import reasked
from coolhead.graders.checks.listening import cue, feeling_form, is_check, open_question, own
from coolhead.graders.checks.promises import remedy
from coolhead.graders.checks.refusals import refusal_form, refuses
from coolhead.graders.checks.repeats import ECHO, parroted, parroted_turn, repeated_sentence, stems_of_feeling
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

WARM = ("EM+1", "EM+2", "EM+3", "EM+4", "EM+7")
_BUT_NO = Pattern(
    r"\b(?:sorry|afraid|apologies|apologi[sz]e),? but (?:i|we|you|it|that|this)(?:'m| am| are|'re| is|'s)?"
    r" ?(?:can|not|un|won|may not)"
)
_ASIDE = Pattern(r"[,;:] sorry,? (?:but|though)\b")
"""Sorry by the way, in the middle of something else."""
_SELF = frozenset(["i", "me", "my", "mine", "myself", "i'm", "i've", "i'd", "we've"])
_MOVES = ("RE+2", "RE+3", "RE+4", "RE+1", "RE+8", "EM+6", "GRANT", "CL+4", "PB+6")


def coldness(reading: Reading) -> list[Finding]:
    """One finding for each of EM-1 to EM-7."""
    sentences = reading.sentences
    checked = _put_to_check(reading)
    return [
        stacked("EM-1", [(half_sorry(reading, x), x) for x in sentences]),
        _spam(reading),
        stacked("EM-3", [(_belittles(reading, x), x) for x in sentences]),
        stacked("EM-4", [(reasked(reading, x), x) for x in sentences]),
        stacked("EM-5", [(_own_life(reading, x), x) for x in sentences]),
        _only_words(reading),
        stacked(
            "EM-7",
            [
                *((_wrong(reading, x, checked), x) for x in sentences),
                *_thrown_back(reading),
                *overdone(reading),
            ],
        ),
    ]


@once
def half_sorry(reading: Reading, x: Sentence) -> float:
    """An apology with an if or a but, or for what the customer feels."""
    if _ASIDE.search(x.text) or (refusal_form(x.text) and _BUT_NO.search(x.text)):
        return 0.0  # "sorry, but I cannot": a polite no, and no apology at all
    if phrases("feeling", "half_sorry").search(x.text):
        return max(reading.s(x, "EM-1"), 0.85)
    hedged = phrases("feeling", "hedged").search(x.text) is not None and not phrases("feeling", "had_to").search(x.text)
    heard = reading.s(x, "EM-1")
    if phrases("feeling", "had_to").search(x.text) and not hedged:
        return 0.4 * heard  # "sorry you had to feel alone in this" takes the blame for it
    return heard if hedged else unsaid(heard)


def _belittles(reading: Reading, x: Sentence) -> float:
    plain = phrases("feeling", "mocks").search(x.text) is not None
    # Scorn for somebody who is upset mocks what they feel.
    scorn = hot_before(reading.turns[x.turn]) >= UPSET and phrases("conduct", "contempt").search(x.text) is not None
    heard = reading.s(x, "EM-3") * (UNSAID if parroted(reading, x) > ECHO else 1.0)
    if phrases("feeling", "small").search(x.text) is None:
        heard = unsaid(heard)
    if phrases("feeling", "takes_seriously").search(x.text):
        heard *= UNSAID
    return max(heard, 0.85 if plain else 0.28 if scorn else 0.0)


def _own_life(reading: Reading, x: Sentence) -> float:
    """A life or feelings of its own; being sorry or sad to hear of something is a manner of speaking."""
    plain = phrases("feeling", "own_life").search(x.text) is not None
    said = plain or (_SELF & set(x.words) and not phrases("feeling", "to_hear").search(x.text))
    heard = max(reading.s(x, "EM-5"), 0.6 * reading.s(x, "EM-s"))
    return max(heard if said else unsaid(heard), 0.4 if plain else 0.0)


def _wrong(reading: Reading, x: Sentence, checked: frozenset[int]) -> float:
    """A feeling or fact that the customer never gave: joy ascribed to the upset, or their own words thrown back.

    A summary that is put to the customer to be corrected is no error.
    """
    joy = hot_before(reading.turns[x.turn]) >= UPSET and phrases("feeling", "joy").search(x.text) is not None
    if is_check(x) or (id(x) in checked and not joy) or (x.asks and not feeling_form(x.text)):
        return 0.0
    heard = reading.s(x, "EM-7")
    return heard if joy else unsaid(heard)


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


def _thrown_back(reading: Reading) -> list[tuple[float, Sentence]]:
    """Turns of the customer's own words and hardly another, 0-1 each; a fact taken up once is none."""
    found_: list[tuple[float, Sentence]] = []
    whole = False
    for turn in reading.agents:
        share = parroted_turn(reading, turn)
        bare = (1 - share) * len(turn.words) <= ADDED <= len(turn.words)
        if share > ECHO and bare and turn.before is not None and not any(is_check(x) for x in turn.sentences):
            longest = max(turn.sentences, key=lambda x: len(x.words))
            found_.append((min(1.0, 0.3 + (share - 0.5) * 1.4), longest))
            # All that the customer said, and more than a line of it.
            told = sum(len(message.words) for message in (*turn.before.burst, turn.before))
            whole = whole or (told > 2 * ADDED and share * len(turn.words) >= COPIED * told)
    return found_ if whole or len(found_) > 1 else [(UNSAID * strength, x) for strength, x in found_]


COPIED = 0.8
"""Share of what the customer said from which an echo leaves nothing out."""
ADDED = 8
"""Words of its own from which a turn adds something."""


def _put_to_check(reading: Reading) -> frozenset[int]:
    """The sentences that the agent asks the customer to confirm or to correct."""
    held: set[int] = set()
    for turn in reading.agents:
        for n, x in enumerate(turn.sentences):
            if is_check(x):
                held |= {id(y) for y in turn.sentences[max(0, n - 3) : n]}
    return frozenset(held)


def _spam(reading: Reading) -> Finding:
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
        and not x.text.lower().startswith("thank")
    ]
    both = _apart(list({id(x): x for x in [*formulas, *generic]}.values()))
    if len(both) >= 2:
        cases.append((min(1.0, 0.4 + 0.25 * (len(both) - 2) + 0.15 * bool(formulas)), both[1]))
    if said := too_sorry(reading):
        cases.append((min(1.0, 0.3 + 0.2 * (len(said) - MOST_SORRY)), said[MOST_SORRY]))
    hollow_care = [x for name in ("value", "patience", "heart", "stuffed") for x in families.get(name, [])]
    if len(both) >= 2 and len(hollow_care) + len(both) >= 3:
        cases.append((min(0.6, 0.3 + 0.1 * (len(hollow_care) + len(both) - 3)), (hollow_care or both)[-1]))
    for x in reading.sentences:
        kinds = {m.lower()[:5] for m in phrases("feeling", "emotion").findall(x.text)}
        if len(kinds) >= 4:
            cases.append((min(1.0, 0.3 + 0.15 * (len(kinds) - 3)), x))
    earlier: list[Sentence] = []
    for x in reading.sentences:
        felt = max(*(reading.s(x, label) for label in WARM), reading.s(x, "EM+g") * bool(cue(x)))
        if phrases("feeling", "no_apology").search(x.text) or refusal_form(x.text):
            continue
        if felt > 0.5 and len(x.words) >= 5 and id(x) not in polite and not is_polite(x):
            again = repeated_sentence(x, earlier)
            if again > 0.75:
                cases.append((0.4 + 0.5 * (again - 0.75) / 0.25, x))
            earlier.append(x)
    return stacked("EM-2", cases)


MOST_SORRY = 3
"""Apologies of one dialogue that are none too many."""


@once
def too_sorry(reading: Reading) -> list[Sentence]:
    """The sentences that apologise, where they are too many; else none."""
    said = [
        x for x in stems_of_feeling(reading).get("sorry", []) if not phrases("feeling", "no_apology").search(x.text)
    ]
    return said if len(said) > MOST_SORRY else []


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
def _move(reading: Reading, turn: TurnRead) -> float:
    """Does a turn move anything, 0-1: an offer, a step, a question, a clear no."""
    read = max(reading.strength(turn, label) for label in _MOVES)
    done = max(
        (max(remedy(reading, x), open_question(reading, x), refuses(reading, x)) for x in turn.sentences), default=0.0
    )
    return max(read, done, 0.7 if any(x.asks and not is_check(x) for x in turn.sentences) else 0.0)


@once
def is_polite(x: Sentence) -> bool:
    """Thanks for the patience and the like: courtesy, not sympathy."""
    return x.text.lower().startswith("thank") or any(
        phrases("feeling", family).search(x.text) for family in ("patience", "value")
    )


def _only_words(reading: Reading) -> Finding:
    """Sympathy without a move in this turn or the next, from the second turn on."""
    agents = reading.agents
    cases: list[tuple[float, Sentence | TurnRead]] = []
    for n, turn in enumerate(agents):
        if n == 0 or hot_before(turn) < 0.2:
            continue
        warm = max(
            (
                max(*(reading.s(x, label) for label in WARM), reading.s(x, "EM+g") * bool(cue(x)))
                for x in turn.sentences
                if not is_polite(x)
            ),
            default=0.0,
        )
        near = [turn, *agents[n + 1 : n + 2]]
        move = max(_move(reading, t) for t in near)
        cases.append((warm * (1 - move), turn))
    return stacked("EM-6", cases)
