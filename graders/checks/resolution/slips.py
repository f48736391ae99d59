"""Errors of resolution, RE-1 to RE-7: inventions, guarantees, loops, deflection, closing early, dwelling, selling."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding
from coolhead.graders.checks.case.claims import claimed
from coolhead.graders.checks.case.goal import offers
from coolhead.graders.checks.case.otherwise import otherwise
from coolhead.graders.checks.case.policy import named_share
from coolhead.graders.checks.case.sums import unknown_sum
from coolhead.graders.checks.case.terms import nowhere, other_terms
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.requests.standing import standing
from coolhead.graders.checks.resolution.deflecting import away, deflects
from coolhead.graders.checks.resolution.denied import insisted
from coolhead.graders.checks.resolution.guarantees import guarantee
from coolhead.graders.checks.resolution.honesty import claims_beyond_log, denied_by_record, invented_money
from coolhead.graders.checks.resolution.looping import FLOUTED, OBJECTS, looped, once_each, own_sentences
from coolhead.graders.checks.speech.common import UPSET, hollow, key_stems, stacked
from coolhead.graders.checks.speech.figures import invented_reference, record_clash
from coolhead.graders.checks.speech.listening import own
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.promises import owned, promise_form, remedy, timed
from coolhead.graders.checks.speech.refusals import refuses
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

QUARTER = 0.25
"""Weight of errors of manner in a plain request."""
SURE = 0.85
"""Chance of the text model at which a close needs no form."""
IDLE = -2.5
"""Log-odds of closing or selling that the words around it speak against."""
SHORT = 3
"""Words up to which a sentence neither closes nor sells by itself."""
OWN = 0.35
"""Share of the customer's story from which a question is about the matter, no sales talk."""


def slips(reading: Reading) -> list[Finding]:
    """One finding for each of RE-1 to RE-7.

    Errors of manner weigh a quarter in a plain request; asking the same question twice is its ordinary course.
    """
    found = _all(reading)
    if not is_request(reading):
        return found
    found = [replace(f, weight=QUARTER) if f.indicator in {"RE-2", "RE-4", "RE-5", "RE-7"} else f for f in found]
    # "Did you mean Friday?" is asked twice; a step that failed is no more use to somebody who is calm.
    return [
        replace(f, strength=QUARTER * (f.strength or 0.0)) if f.indicator == "RE-3" and f.note != FLOUTED else f
        for f in found
    ]


def _all(reading: Reading) -> list[Finding]:
    # What stands under every turn is no loop and closes nothing; an error there was made, though only once.
    sentences = [x for t in reading.agents for x in own_sentences(reading, t)]
    errors = once_each(reading)
    by_turn = {t.index: t for t in reading.agents}
    return [
        stacked("RE-1", [(invented(reading, x), x) for x in errors]),
        stacked("RE-2", [(guarantee(reading, x), x) for x in errors]),
        looped(reading),
        stacked("RE-4", [(deflects(reading, turn), away(reading, turn)) for turn in reading.agents]),
        stacked("RE-5", [(_closes(reading, x) * _open(reading, by_turn[x.turn]), x) for x in sentences]),
        stacked("RE-6", [(_dwells(reading, x) * (1 - 0.7 * _moves(reading, by_turn[x.turn])), x) for x in sentences]),
        stacked("RE-7", [(_sells(reading, x) * _open(reading, by_turn[x.turn]), x) for x in errors]),
    ]


@once
def _open(reading: Reading, turn: TurnRead) -> float:
    """How open the matter still is when a turn is said, 0-1: nothing settled so far, or the customer says so."""
    settled = max(
        (
            remedy(reading, x)
            for x in reading.sentences
            # "It is closed" settles nothing, and what is for sale neither.
            if x.turn <= turn.index and max(_closes(reading, x), reading.s(x, "RE-7")) < MET
        ),
        default=0.0,
    )
    after = reading.after(turn)
    if is_request(reading):
        objects = max((reading.p(t, "STILLOPEN") for t in (turn.before, after) if t is not None), default=0.0)
        if turn.before is not None and len(turn.before.words) > SHORT and not _parts(turn.before):
            objects = max(objects, reading.strength(turn.before, "REJECT"))
        pleased = reading.strength(turn.before, "SATISFIED") if turn.before is not None else 0.0
        rest = (1 - max(settled, standing(reading).strength)) * (1 - 0.5 * pleased)
        return max(rest, objects if objects >= OBJECTS else 0.0)
    complains = max(
        (max(reading.strength(t, "STILLOPEN"), 0.8 * (t.heat >= UPSET)) for t in (turn.before, after) if t is not None),
        default=0.0,
    )
    return max(1 - settled, complains)


def _parts(turn: TurnRead) -> bool:
    """The customer needs nothing more: "no, that is all", "thanks, bye"."""
    return phrases("course", "parts").search(turn.text) is not None


@once
def _closes(reading: Reading, x: Sentence) -> float:
    plain = not x.asks and phrases("conduct", "closes").search(x.text) is not None
    outcome = is_request(reading) or (reading.case is None and not plain and x.stems - hollow())
    if carried_out(x) and outcome and reading.p(x, "RE-5") < SURE:
        return 0.0  # that is the outcome itself: "your flight is now reserved"
    bare = len(x.words) <= SHORT or x.asks or phrases("course", "courtesy").search(x.text) is not None
    bare = bare or parroted(reading, x) > ECHO or offers(reading, x)  # "settled: you get X today" promises X
    bare = bare or phrases("feeling", "own_gladness").search(x.text) is not None or reading.s(x, "PB+9") >= MET
    # "Keep the box closed", "the papers are complete, so it is decided by Friday" go on with the matter.
    goes_on = timed(x) and any(phrases("acts", name).search(x.text) for name in ("ahead", "then_does"))
    does = owned(x.text) > 0 and phrases("conduct", "wraps_up").search(x.text) is None
    goes_on = goes_on or (not plain and (does or phrases("acts", "suggests").search(x.text) is not None))
    agreed = reading.turns[x.turn].before
    pleased = 0.0 if agreed is None else max(reading.strength(agreed, one) for one in ("ACCEPT", "SATISFIED"))
    bare = bare or goes_on or pleased >= MET
    read = reading.s(x, "RE-5")
    if phrases("conduct", "keeps_open").search(x.text) or (agreed is not None and _parts(agreed)):
        return 0.2 * read  # it stays open, or the customer has taken leave
    return max(shifted(read, IDLE) if bare else read, 0.75 if plain and not goes_on else 0.0)


def _dwells(reading: Reading, x: Sentence) -> float:
    """Goes on about the problem, 0-1; sympathy is no dwelling."""
    other = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+4"))
    before = reading.turns[x.turn].before
    # The cause is the answer to "why".
    told = before is not None and any(y.asks and _ASKS_WHY.search(y.text) for y in before.sentences)
    return reading.s(x, "RE-6") * (1 - 0.7 * other) * (0.3 if told else 1.0)


_ASKS_WHY = expression("settled", "asks_why")


def _sells(reading: Reading, x: Sentence) -> float:
    # The customer's own wish turned down, or a question about the matter, is no sales talk.
    about = own(reading, x) >= OWN and not x.has("amount") and (x.asks or refuses(reading, x) >= MET)
    idle = x.asks and (not phrases("course", "wares").search(x.text) or phrases("acts", "works_for_you").search(x.text))
    # Money back is no offer to buy, and neither is what is given; what was bought is asked as a fact.
    gives = promise_form(x.text) > 0 or _OFFERED.search(x.text) is not None
    given = not x.asks and gives and (timed(x) or _GIVEN.search(x.text) is not None)
    given = given or len(x.words) <= SHORT or (gives and _says_no(reading, x))  # the nearest yes beside a no
    given = given or offers(reading, x) or _by_name(reading, x) or (x.asks and _BOUGHT.search(x.text) is not None)
    plain = phrases("conduct", "sells").search(x.text) is not None
    strength = max(reading.s(x, "RE-7"), 0.75 if plain else 0.0)
    if given:
        return 0.3 * strength
    return shifted(strength, IDLE) if about or idle else strength


def _by_name(reading: Reading, x: Sentence) -> bool:
    """The sentence names something that the policy lets the agent give."""
    labels = [g.label for g in reading.case.policy.grants] if reading.case else []
    return any(len(key_stems(label)) > 1 and named_share(label, x.stems) >= NAMED for label in labels)


NAMED = 0.75
"""Share of a grant's words that names it."""


def _says_no(reading: Reading, x: Sentence) -> bool:
    turn = reading.turns[x.turn].sentences
    return any(refuses(reading, y) >= MET for y in turn[max(0, x.place - 2) : x.place + 1])


_OFFERED = expression("settled", "offered")


_GIVEN = expression("settled", "given")
_BOUGHT = expression("settled", "bought")


@once
def _moves(reading: Reading, turn: TurnRead) -> float:
    return max((remedy(reading, x) for x in turn.sentences), default=0.0)


@once
def invented(reading: Reading, x: Sentence) -> float:
    """How surely a sentence states a reference, figure or deed that nobody knows of, 0-1."""
    return max(
        invented_reference(reading, x),
        record_clash(reading, x),
        denied_by_record(reading, x),
        invented_money(reading, x),
        unknown_sum(reading, x),
        other_terms(reading, x),
        nowhere(reading, x),
        otherwise(reading, x),
        claims_beyond_log(reading, x),
        claimed(reading, x),
        insisted(reading, x),
    )
