"""Errors of resolution, RE-1 to RE-7: inventions, guarantees, loops, deflection, closing early, dwelling, selling."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, strongest
from coolhead.graders.checks.common import UPSET, boilerplate, said, stacked
from coolhead.graders.checks.course import carried_out, points_away, tells
from coolhead.graders.checks.figures import invented_reference, record_clash
from coolhead.graders.checks.flouted import overridden
from coolhead.graders.checks.goal import hits
from coolhead.graders.checks.honesty import claims_beyond_log, denied_by_record, invented_money
from coolhead.graders.checks.listening import own
from coolhead.graders.checks.odds import shifted
from coolhead.graders.checks.promises import promise_form, remedy, timed
from coolhead.graders.checks.refusals import nearest, refuses
from coolhead.graders.checks.repeats import ECHO, loops, parroted, repeated_sentence
from coolhead.graders.checks.requests import is_request
from coolhead.graders.checks.standing import standing
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import jaccard, phrases

QUARTER = 0.25
"""Weight of errors of manner in a plain request."""
CERTAIN, SURE, DOUBTED = 0.97, 0.85, 0.2
"""Chances of the text model at which a deflection or a close needs no form, and a form is doubted."""
IDLE, AWAY = -2.5, -1.0
"""Log-odds of closing or selling that the words around it speak against, and of sending away to no place by name."""
SHORT = 3
"""Words up to which a sentence neither closes nor sells by itself."""
OWN = 0.35
"""Share of the customer's story from which a question is about the matter, no sales talk."""
FACTS = 0.3
"""Facts from which a sentence answers a request, rather than sending the customer away."""
OBJECTS = 0.6
"""Chance from which the customer is taken to say that it is still not done."""


def slips(reading: Reading) -> list[Finding]:
    """One finding for each of RE-1 to RE-7.

    Errors of manner weigh a quarter in a plain request; asking the same question twice is its ordinary course.
    """
    found = _all(reading)
    if not is_request(reading):
        return found
    found = [replace(f, weight=QUARTER) if f.indicator in {"RE-2", "RE-4", "RE-5", "RE-7"} else f for f in found]
    return [replace(f, strength=QUARTER * (f.strength or 0.0)) if f.indicator == "RE-3" else f for f in found]


def _all(reading: Reading) -> list[Finding]:
    sentences = [x for t in reading.agents for x in _own_sentences(reading, t)]
    by_turn = {t.index: t for t in reading.agents}
    return [
        stacked("RE-1", [(invented(reading, x), x) for x in sentences]),
        stacked("RE-2", [(guarantee(reading, x), x) for x in sentences]),
        _loop(reading),
        stacked("RE-4", [(_deflects(reading, turn), _away(reading, turn)) for turn in reading.agents]),
        stacked("RE-5", [(_closes(reading, x) * _open(reading, by_turn[x.turn]), x) for x in sentences]),
        stacked("RE-6", [(reading.s(x, "RE-6") * (1 - 0.7 * _moves(reading, by_turn[x.turn])), x) for x in sentences]),
        stacked("RE-7", [(_sells(reading, x) * _open(reading, by_turn[x.turn]), x) for x in sentences]),
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
    if carried_out(x) and is_request(reading) and reading.p(x, "RE-5") < SURE:
        return 0.0  # that is the outcome itself
    bare = len(x.words) <= SHORT or x.asks or phrases("course", "courtesy").search(x.text) is not None
    bare = bare or parroted(reading, x) > ECHO or _offers(reading, x)  # "settled: you get X today" promises X
    agreed = reading.turns[x.turn].before
    bare = bare or (agreed is not None and reading.strength(agreed, "ACCEPT") >= MET)
    read = reading.s(x, "RE-5")
    if phrases("conduct", "keeps_open").search(x.text):
        return 0.2 * read
    return max(shifted(read, IDLE) if bare else read, 0.75 if plain else 0.0)


def _sells(reading: Reading, x: Sentence) -> float:
    # The customer's own wish turned down, or a question about the matter, is no sales talk.
    about = own(reading, x) >= OWN and not x.has("amount") and (x.asks or refuses(reading, x) >= MET)
    idle = x.asks and (not phrases("course", "wares").search(x.text) or phrases("acts", "works_for_you").search(x.text))
    about = about or _offers(reading, x) or (promise_form(x.text) > 0 and timed(x))  # money back is no offer to buy
    plain = phrases("conduct", "sells").search(x.text) is not None
    strength = max(reading.s(x, "RE-7"), 0.75 if plain else 0.0)
    return shifted(strength, IDLE) if about or idle or len(x.words) <= SHORT else strength


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
        claims_beyond_log(reading, x),
    )


@once
def guarantee(reading: Reading, x: Sentence) -> float:
    """How surely a sentence promises what nobody can keep, 0-1."""
    strength = reading.s(x, "RE-2")
    if phrases("conduct", "guarantee_not").search(x.text):
        return 0.2 * strength
    if parroted(reading, x) > ECHO:
        return 0.0
    plain = phrases("conduct", "guarantee").search(x.text) is not None
    if (
        plain
        and phrases("conduct", "word_of_honour").search(x.text)
        and not phrases("conduct", "for_ever").search(x.text)
    ):
        return 0.4 * strength  # "you have my word that we ring at noon" is an ordinary promise
    return max(strength, 0.85 if plain else 0.0)


def swears(reading: Reading, x: Sentence) -> bool:
    """A guarantee in so many words, or one that the text model is in no doubt about."""
    return phrases("conduct", "guarantee").search(x.text) is not None or reading.p(x, "RE-2") >= CERTAIN


def _insists(reading: Reading) -> list[tuple[float, TurnRead]]:
    """The same step again after the customer said that it failed."""
    found_: list[tuple[float, TurnRead]] = []
    stems = [_stems(reading, turn) for turn in reading.agents]
    for n, turn in enumerate(reading.agents):
        if turn.before is None:
            continue
        said_no = max(
            reading.strength(turn.before, "REPEATED"),
            reading.strength(turn.before, "REJECT"),
            reading.strength(turn.before, "STILLOPEN"),
        )
        for m in range(n):
            alike = jaccard(stems[n], stems[m])
            if alike > 0.3 and said_no > 0.3:
                found_.append((min(1.0, said_no * (alike - 0.15) * 2), turn))
    return found_


def _offers(reading: Reading, x: Sentence) -> bool:
    """The sentence says a remedy that the answer key knows."""
    return reading.goal is not None and any(hits(remedy.say, x.text) for remedy in reading.goal.remedies)


def _retells(reading: Reading, x: Sentence) -> bool:
    """The sentence says again what the customer said."""
    return parroted(reading, x) > ECHO or len(x.stems & reading.heard(x.turn)) > ECHO * len(x.stems)


def _stems(reading: Reading, turn: TurnRead) -> frozenset[str]:
    return frozenset().union(*(x.stems for x in _own_sentences(reading, turn)))


def _deflects(reading: Reading, turn: TurnRead) -> float:
    mine = _own_sentences(reading, turn)
    if not mine:
        return 0.0
    where = max(mine, key=lambda x: reading.s(x, "RE-4"))
    strength = reading.s(where, "RE-4")
    if len(mine) == len(turn.sentences):
        strength = max(strength, reading.s(turn, "RE-4"))
    if promise_form(where.text) > 0 or _offers(reading, where):
        strength *= 0.4  # "you get the form" gives it
    elif len(where.words) <= SHORT or _retells(reading, where):
        strength *= 0.3
    elif not points_away(where):
        answers = is_request(reading) and tells(reading, where) >= FACTS
        asks = where.asks or phrases("course", "asked").search(where.text) is not None
        strength = 0.3 * strength if answers or asks else shifted(strength, AWAY)
    if turn.before is not None and phrases("course", "asks_where").search(turn.before.text):
        strength *= 0.3  # the place is the answer
    beside = [x for x in mine if x is not where]
    facts = max((tells(reading, x) for x in beside), default=0.0) if reading.case is None else 0.0
    other = max([facts, *(remedy(reading, x) for x in beside)])
    return max(strength * (1 - 0.7 * other), _sends_away(reading, turn))


def _loop(reading: Reading) -> Finding:
    """RE-3 with the sentence that was said before."""
    cases = [(s * _resented(reading, t), t) for s, t in loops(reading)] + _insists(reading)
    flouted = strongest("RE-3", overridden(reading), "what the customer tried in vain or declined, all the same")
    finding = stacked("RE-3", cases)
    if (flouted.strength or 0.0) > (finding.strength or 0.0):
        return flouted
    if not cases or (finding.strength or 0.0) < MET:
        return finding
    return replace(finding, quote=_again(reading, max(cases, key=lambda pair: pair[0])[1]).quote)


def _resented(reading: Reading, turn: TurnRead) -> float:
    """How much of a loop a repeated turn is, 0-1: a list of what was agreed may be read out twice."""
    if not reading.complaint:
        return 0.25
    figures = sum(x.has("time", "date", "duration", "amount", "reference") for x in turn.sentences)
    before = turn.before
    objects = before is not None and max(reading.p(before, "REPEATED"), reading.p(before, "STILLOPEN")) >= OBJECTS
    if objects or not figures:
        return 1.0
    return 0.25 if reading.strength(turn, "CL+6") >= MET else 0.4


def _own_sentences(reading: Reading, turn: TurnRead) -> list[Sentence]:
    """A turn without what stands under most turns."""
    footer = boilerplate(reading)
    return [x for x in turn.sentences if said(x) not in footer] if footer else turn.sentences


def _again(reading: Reading, turn: TurnRead) -> Sentence:
    """The sentence of a turn that was said before."""
    earlier = [x for t in reading.agents if t.index < turn.index for x in t.sentences]
    return max(turn.sentences, key=lambda x: repeated_sentence(x, earlier))


def _away(reading: Reading, turn: TurnRead) -> Sentence | TurnRead:
    """The sentence of a turn that sends the customer elsewhere."""
    strength, where = reading.best(turn, "RE-4")
    if where is not None and (strength >= MET or points_away(where)):
        return where
    return next((x for x in turn.sentences if points_away(x)), where or turn)


def _sends_away(reading: Reading, turn: TurnRead) -> float:
    """Points elsewhere and does nothing itself: no step, no question, no fact of the case, and nobody asked for it."""
    if phrases("limits", "elsewhere").search(turn.text) is None or phrases("limits", "context").search(turn.text):
        return 0.0
    if turn.before is not None and phrases("limits", "want_human").search(turn.before.text):
        return 0.0
    if turn.before is not None and phrases("course", "asks_where").search(turn.before.text):
        return 0.0
    does = max((nearest(reading, x) if timed(x) or x.has("amount") else 0.0 for x in turn.sentences), default=0.0)
    knows = max((own(reading, x) for x in turn.sentences), default=0.0)
    doubted = reading.p(turn, "RE-4") < DOUBTED
    return 0.75 * (1 - does) * (1 - 0.8 * knows) * (0.5 if doubted else 1.0)
