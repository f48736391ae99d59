"""Calm tone: wording stays courteous and steady whatever the customer does."""

from __future__ import annotations

import re
from dataclasses import replace

from coolhead.graders.base import MET, Finding, absent, found, rule, strongest
from coolhead.graders.checks.common import (
    HOT,
    UNSAID,
    UPSET,
    boilerplate,
    freshness,
    hot_before,
    negated,
    said,
    stacked,
    substance,
    sure,
)
from coolhead.graders.checks.listening import cue, is_check, legitimate_form, open_question, own
from coolhead.graders.checks.odds import AGAINST, BORNE_OUT, NO_WORDS, shifted
from coolhead.graders.checks.promises import remedy
from coolhead.graders.checks.refusals import nearest, refusal_form, refuses
from coolhead.graders.checks.tone import HOSTILE, SAID, SHORT, hostile, provoked
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.mood import typographic
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

SLIP = 0.3
"""From this strength a hostile sound begins to count against courtesy."""
TAKEN = 0.6
"""From this strength an accusation that is taken shows that there was one."""
SCORN, UNDOUBTED = 0.74, 0.97
"""From this strength an attack in words of scorn, or in no word of the lists, is one for certain."""
COURTEOUS = 0.8
"""From this strength a sentence is a courtesy by itself."""
_SAME = re.compile(r"\b(?:an? )?(\w{4,})(?:'s| is| are) (?:an? |the )?\1\b(?! (?:not|important|what|\w+ed))", re.I)
"""Worn is worn, a deadline is a deadline."""
_EMOJI = re.compile(
    "[\U0001f600-\U0001f64f\U0001f389\U0001f38a\U0001f973\U0001f929✨💃😀-🙏]|(?<!\\w)[:;]-?[)D](?!\\w)"
)


@rule("calm", version=6)
def calm(reading: Reading) -> list[Finding]:
    """Courteous and steady: the worst turn weighs, not the average."""
    marks = {label: [(hostile(reading, x, label), x) for x in reading.sentences] for label in HOSTILE}
    worst: dict[int, float] = {}
    for found_ in marks.values():
        for strength, sentence in found_:
            worst[sentence.turn] = max(worst.get(sentence.turn, 0.0), _clear(strength))
    dismissals = [_dismissal(reading, turn) for turn in reading.agents]
    bad = max(worst.values(), default=0.0)
    return [
        *_good(reading, worst, bad),
        *(stacked(label, marks[label]) for label in HOSTILE),
        stacked("CT-5", [_cheer(reading, turn) for turn in reading.agents if _unhappy(reading, turn)]),
        stacked("CT-6", dismissals),
        *_critical(reading, marks["CT-1"]),
    ]


def _clear(strength: float) -> float:
    """A slip as it counts against courtesy, 0-1: a faint sound of one spoils nothing."""
    return max(0.0, (strength - SLIP) / (1 - SLIP))


def _critical(reading: Reading, attacks: list[tuple[float, Sentence]]) -> list[Finding]:
    """An attack is critical only when both the model and a plain insult say so, or the model is very sure."""
    certain = [(strength, x) for strength, x in attacks if strength >= _certain(x)]
    return [sure("!CT-1", certain)] if certain else []


def _certain(x: Sentence) -> float:
    """The strength from which an attack is one for certain: less where a word of it stands there."""
    named = phrases("conduct", "insult").search(x.text) is not None
    return 0.6 if named else SCORN if phrases("conduct", "contempt").search(x.text) else UNDOUBTED


def _dismissal(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """A bare no: a refusal in a turn that holds no way forward."""
    own = [x for x in turn.sentences if said(x) not in boilerplate(reading) and not _no_answer(x)]
    heard = {id(x): reading.s(x, "CT-6") for x in own}
    final = [x for x in own if phrases("conduct", "dismissal").search(x.text) or _SAME.search(x.text)]
    nos = [
        x for x in own if refuses(reading, x, plain=True) >= MET and (len(x.words) > FRAGMENT or refusal_form(x.text))
    ]
    where = max(final or nos or own, key=lambda x: heard[id(x)], default=None)
    if where is None:
        return 0.0, turn
    ahead = _way_forward(reading, turn, where)
    if final:
        return max(0.8, heard[id(where)]) * (1 - ahead), where
    if nos:
        read = max(reading.s(turn, "CT-6"), heard[id(where)])
        return shifted(read, BORNE_OUT, provoked(reading)) * (1 - 0.85 * ahead), where
    # A curt answer dismisses somebody who is upset; to anybody else it is an answer.
    leave = phrases("conduct", "greets").search(where.text) or phrases("conduct", "thanks").search(where.text)
    short = AGAINST if leave or len(where.words) <= FRAGMENT else SHORT * (len(where.words) < SAID)
    denies = negated(where) or phrases("refusals", "reason").search(where.text) is not None
    denies = denies and phrases("conduct", "all_done").search(where.text) is None
    words = NO_WORDS * (1 if denies else 2.5)
    done = AGAINST * max(ahead, remedy(reading, where), reading.s(where, "RE-v"))
    return shifted(heard[id(where)], words, provoked(reading), short, done), where


def _no_answer(x: Sentence) -> bool:
    """Apologises and turns nothing down ("I can't apologise enough"), or only begins ("the position is as follows")."""
    begins = x.text.rstrip().endswith(("as follows.", "as follows:", "as follows"))
    return begins or (phrases("acts", "apology").search(x.text) is not None and not refusal_form(x.text))


def _way_forward(reading: Reading, turn: TurnRead, beside: Sentence) -> float:
    """What the turn offers instead, 0-1: in another sentence, or in the second half of the one that says no."""
    read = max(
        (
            max(reading.s(x, label) for label in ("RE+2", "RE+3", "RE+10", "PB+4", "GRANT"))
            for x in turn.sentences
            if x is not beside
        ),
        default=0.0,
    )
    form = max((nearest(reading, x) for x in turn.sentences if x.place >= beside.place), default=0.0)
    stands = 0.8 if phrases("refusals", "stands").search(turn.text) else 0.0
    goes_on = phrases("conduct", "goes_on").search(turn.text) is not None
    return max(read, form, stands, GOES_ON * goes_on)


GOES_ON = 0.7
"""How much of a way forward it is that something else is done all the same: "but the list gets fixed"."""


def _unhappy(reading: Reading, turn: TurnRead) -> bool:
    """The customer was upset right before a turn, and not pleased."""
    pleased = turn.before is not None and reading.p(turn.before, "SATISFIED") >= MET
    return hot_before(turn) >= UPSET and not pleased


def _cheer(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """Good spirits where there is no reason for any. A greeting with an exclamation mark is none."""
    cases: list[tuple[float, Sentence | TurnRead]] = []
    for x in turn.sentences:
        words = phrases("conduct", "cheer").search(x.text) is not None
        loud = "!" in x.text and phrases("conduct", "greets").search(x.text) is None
        drawn = _EMOJI.search(x.text) is not None
        polite = any(phrases("conduct", name).search(x.text) for name in ("greets", "thanks", "courtesy"))
        heard = shifted(reading.s(x, "CT-5"), provoked(reading), BORNE_OUT if words or drawn else NO_WORDS)
        if not (words or drawn) and (polite or hot_before(turn) < HOT):
            heard *= UNSAID
        gay = (words and (loud or drawn)) or (drawn and hot_before(turn) >= HOT)
        cases.append((max(heard, 0.6 * gay), x))
    return max(cases, key=lambda pair: pair[0], default=(0.0, turn))


def _good(reading: Reading, worst: dict[int, float], bad: float) -> list[Finding]:
    agents = reading.agents
    kept = _manner(reading)
    courtesy = _courtesies(reading)
    share = min(1.0, sum(s for s, _ in courtesy) / max(1.0, len(agents) / 3))
    findings = [
        found("CT+1", (1 - bad) * (0.4 + 0.6 * share) * kept, max(courtesy, key=lambda c: c[0])[1]),
    ]
    provoked = [n for n, t in enumerate(agents) if hot_before(t) >= HOT]
    if provoked:
        findings.append(_after_provocation(reading, [(agents[n], courtesy[n]) for n in provoked], worst))
    else:
        findings += absent("CT+2")
    accused = [
        t for t in agents if t.before and (reading.p(t.before, "ACCUSE") >= 0.4 or reading.strength(t, "CT+3") >= TAKEN)
    ]
    if accused:
        weakest = min(accused, key=lambda t: 1 - worst.get(t.index, 0.0))
        taken = max(((_taken(reading, t), t) for t in accused), key=lambda pair: pair[0])
        shown = _shown(reading, taken[1], "CT+3") if taken[0] >= MET else weakest
        one = found("CT+3", (1 - worst.get(weakest.index, 0.0)) * (0.35 + 0.65 * taken[0]), shown)
        findings.append(replace(one, worth=kept))
    else:
        findings += absent("CT+3")
    if len(agents) >= 6:
        half = len(agents) // 2
        late = max((worst.get(t.index, 0.0) for t in agents[half:]), default=0.0)
        steady = found("CT+4", (1 - late) * kept)
        findings.append(Finding("CT+4", steady.strength, agents[-1].index))
    else:
        findings += absent("CT+4")
    return [*findings, *_first(reading)]


def _taken(reading: Reading, turn: TurnRead) -> float:
    """How well an accusation is taken, 0-1: not at all where the turn claims that nothing was wrong."""
    return 0.0 if phrases("conduct", "counters").search(turn.text) else reading.strength(turn, "CT+3")


def _manner(reading: Reading) -> float:
    """What courtesy is worth, 0-1: less from an agent that says next to nothing, the same again, or only fragments."""
    said_much = (0.3 + 0.7 * substance(reading)) * (0.7 + 0.3 * freshness(reading)) * (1 - 0.4 * _curt(reading))
    return said_much * (1 - COLD * (1 - _warm_after_worst(reading)))


COLD = 0.18
"""What courtesy loses where nothing warm follows the customer's worst line: polite and flat is no 5."""
_WARM = ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+7", "CT+3")
CARE = 0.7
"""What a courtesy is worth as warmth."""
BY_ROTE, ENOUGH = 0.4, 0.6
"""What warmth is worth in a turn that neither does anything nor takes up what was told, and how much is enough."""


@once
def _warm_after_worst(reading: Reading) -> float:
    """How warm the warmest answer is from the customer's worst line on, 0-1; 1 where there was none."""
    worst = max(reading.customers, key=lambda t: (_bad(t), t.index), default=None)
    if worst is None or _bad(worst) < HOT:
        return 1.0
    later = [t for t in reading.agents if t.index > worst.index and t.sentences]
    return min(1.0, max((_warmth(reading, t) for t in later), default=1.0) / ENOUGH)


def _bad(turn: TurnRead) -> float:
    """How bad a line of the customer is, 0-1: hot, or about what weighs on anybody."""
    return max(turn.heat, HOT if phrases("remarks", "grave").search(turn.text) else 0.0)


def _warmth(reading: Reading, turn: TurnRead) -> float:
    read = max(
        max(reading.s(x, "CT+w"), CARE * reading.s(x, "CT+c"), *(reading.s(x, label) for label in _WARM), cue(x))
        for x in turn.sentences
    )
    meant = max(max(min(1.0, 2 * own(reading, x)), remedy(reading, x)) for x in turn.sentences)
    return read * (BY_ROTE + (1 - BY_ROTE) * meant)


def _curt(reading: Reading) -> float:
    """How clipped the agent speaks, 0-1: the share of its sentences that are fragments without a courtesy."""
    clipped = [
        x
        for x in reading.sentences
        if len(x.words) <= FRAGMENT and not is_check(x) and phrases("conduct", "courtesy").search(x.text) is None
    ]
    if len(clipped) < FEW:
        return 0.0
    share = len(clipped) / len(reading.sentences)
    return min(1.0, max(0.0, (share - 0.15) / 0.35))


FRAGMENT, FEW = 3, 2
"""Words up to which a sentence is a fragment, and fragments from which they are a manner of speaking."""


def _shown(reading: Reading, turn: TurnRead, label: str) -> Sentence | TurnRead:
    """The sentence of a turn that shows a label, or the turn where none does by itself."""
    strength, where = reading.best(turn, label)
    return where if where is not None and strength >= MET else turn


def _courtesies(reading: Reading) -> list[tuple[float, Sentence | TurnRead]]:
    """How courteous each turn of the agent is, 0-1; the same line again is no new courtesy."""
    known: set[str] = set()
    found_ = []
    for turn in reading.agents:
        found_.append(_courtesy(reading, turn, known))
        known |= {said(x) for x in turn.sentences}
    return found_


def _courtesy(reading: Reading, turn: TurnRead, known: set[str]) -> tuple[float, Sentence | TurnRead]:
    """How courteous a turn is, 0-1: thanks and please, but also care for the customer in words of its own."""
    fresh = [x for x in turn.sentences if said(x) not in known]
    best: tuple[float, Sentence | TurnRead] = (reading.s(turn, "CT+c") * bool(fresh), turn)
    for x in fresh:
        shown = reading.s(x, "CT+c")
        if phrases("conduct", "courtesy").search(x.text) or is_check(x) or legitimate_form(x.text):
            shown = max(shown, 0.85)
        shown = max(shown, cue(x), 0.4 * open_question(reading, x), 0.9 * reading.s(x, "RE+7"))
        best = max(best, (shown, x), key=lambda pair: pair[0])
    return best


def _after_provocation(
    reading: Reading, provoked: list[tuple[TurnRead, tuple[float, Sentence | TurnRead]]], worst: dict[int, float]
) -> Finding:
    kept: list[tuple[float, Sentence | TurnRead]] = []
    for turn, (courteous, where) in provoked:
        loud = typographic(turn.text)
        warm = max(reading.strength(turn, "CT+w"), courteous)
        shown = max(((max(reading.s(x, "CT+w"), cue(x)), x) for x in turn.sentences), key=lambda p: p[0])
        kept.append(
            (
                (1 - worst.get(turn.index, 0.0)) * (1 - loud) * (0.5 + 0.5 * warm),
                shown[1] if shown[0] >= MET else where if courteous >= COURTEOUS else turn,
            )
        )
    mean = sum(s for s, _ in kept) / len(kept)
    low = min(s for s, _ in kept)
    whole = _manner(reading)
    return found("CT+2", (0.5 * mean + 0.5 * low) * whole, max(kept, key=lambda k: k[0])[1])


@once
def _acknowledges(reading: Reading, x: Sentence) -> float:
    """Takes notice of how the customer is, 0-1; here a stock phrase will do."""
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    thanks = phrases("conduct", "thanks").search(x.text) is not None
    taken = cue(x) or thanks or own(reading, x) >= TAKEN_UP
    return max(
        read if taken else shifted(read, NO_WORDS),
        cue(x),
        0.85 if phrases("feeling", "understand").search(x.text) else 0.0,
    )


FORMULA = 0.4
"""What an apology for whatever there may have been is worth as an acknowledgement."""
TAKEN_UP = 0.3
"""Share of the customer's own story from which a sentence takes it up."""


def _first(reading: Reading) -> list[Finding]:
    """Acknowledge before asking for an ID or pointing to a form."""
    first = next((t for t in reading.agents if hot_before(t) >= UPSET), None)
    if first is None:
        return absent("CT+5")
    asks = next(
        (
            x.place
            for x in first.sentences
            if phrases("acts", "ask_identity").search(x.text) and (x.asks or "please" in x.text.lower())
        ),
        None,
    )
    seen = [
        (max(_acknowledges(reading, x), reading.s(x, "CT+3"), reading.s(x, "RE+2")), x)
        for x in first.sentences
        if asks is None or x.place <= asks
    ]
    if asks is None:
        best = max(seen, key=lambda pair: pair[0], default=(0.0, None))
        shown = best[1] if best[1] is not None and _acknowledges(reading, best[1]) >= MET else None
        return [found("CT+5", max(0.45, best[0]) * substance(reading), shown or first)]
    return [strongest("CT+5", seen)]
