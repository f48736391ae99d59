"""Resolution: right problem, feasible fix, owned and closed. Judged from facts, never from the customer's thanks."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import Finding, found, rule
from coolhead.graders.checks.boundaries.danger import passed_over
from coolhead.graders.checks.case.policy import over_granted
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.requests.requests import is_request, of_request, outcome_of
from coolhead.graders.checks.resolution.causes import causes
from coolhead.graders.checks.resolution.choice import choice
from coolhead.graders.checks.resolution.closing import closing
from coolhead.graders.checks.resolution.denied import DENIED, consent_denied, overruled
from coolhead.graders.checks.resolution.foreknowledge import foreknown
from coolhead.graders.checks.resolution.guarantees import guarantee, swears
from coolhead.graders.checks.resolution.honesty import log_matches
from coolhead.graders.checks.resolution.issues import issues
from coolhead.graders.checks.resolution.offers import idles, settles
from coolhead.graders.checks.resolution.outcome import by_key, by_logic
from coolhead.graders.checks.resolution.slips import invented, slips
from coolhead.graders.checks.resolution.unasked import AT_RANDOM, scatter, unasked
from coolhead.graders.checks.resolution.voided import void
from coolhead.graders.checks.resolution.ways import ways
from coolhead.graders.checks.speech.common import concrete, freshness, substance, sure
from coolhead.graders.checks.speech.odds import EMPTY, shifted
from coolhead.graders.checks.speech.promises import committed, echoed, timed
from coolhead.graders.checks.speech.repeats import ECHO, said_back
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases


@rule("resolution", version=9)
def resolution(reading: Reading) -> list[Finding]:
    """A concrete, committed, permitted remedy with owner and time.

    Loops, inventions, guarantees and early closing cost.
    """
    kept = substance(reading)
    plain = is_request(reading)
    outcome = outcome_of(reading) if plain else by_key(reading)[0] if reading.goal else by_logic(reading)
    if overruled(reading):
        outcome = replace(outcome, strength=DENIED * (outcome.strength or 0.0))
    outcome = _unless_void(reading, outcome)
    beside = [
        *_ownership(reading),
        *issues(reading),
        *choice(reading),
        *closing(reading),
        *causes(reading),
        *ways(reading),
        _first_step(reading),
        *_log(reading),
    ]
    good = [outcome, *(_unless_void(reading, f) for f in beside)]
    if plain:
        return [*of_request(reading, outcome, good), *slips(reading), *_critical(reading)]
    # Outcome first: owning, asking and following up are worth little around an offer that settles nothing.
    settled = min(1.0, (outcome.strength or 0.0) / 0.5)
    floor = 0.3 if reading.goal else 0.5
    gate = floor + (1 - floor) * settled
    # Of things done one after the other, at a venture, one may be right: that is luck, and no outcome.
    held = kept * (0.4 + 0.6 * freshness(reading)) / max(1, scatter(reading))
    earned = {f.indicator: 1.0 if reading.goal else _told(f) for f in good}
    good = [
        replace(f, worth=earned[f.indicator] * f.worth * held * _gate(f, outcome, gate))
        if f.strength is not None
        else f
        for f in good
    ]
    return [*good, *slips(reading), *_critical(reading)]


def _told(finding: Finding) -> float:
    """What a good deed earns more than the sureness with which it is heard: one that is done is not half done."""
    sure = finding.strength or 0.0
    return MOST * ((1 - DEGREE) * min(1.0, sure / FULL) + DEGREE * sure) / sure if sure else 1.0


FULL, DEGREE, MOST = 0.65, 0.2, 0.85
"""Strength from which a good deed earns all but a share of its points, the share that goes on growing, and what it
earns of them at most, so that levels are on average those of the labels.

Where another criterion alone differs, two readings of one offer differ by little in what it settles, and by more in how
surely the text model hears it.
"""


def _unless_void(reading: Reading, finding: Finding) -> Finding:
    """What rests on a sentence that settles nothing is worth next to nothing."""
    if finding.strength is None or not finding.quote or finding.indicator not in _OF_SUBSTANCE:
        return finding
    rests = any(x.quote == finding.quote and void(reading, x) for x in reading.sentences if x.turn == finding.turn)
    return replace(finding, strength=NEXT_TO_NOTHING * finding.strength) if rests else finding


_OF_SUBSTANCE = frozenset(("RE+1", "RE+2", "RE+3", "RE+10"))
NEXT_TO_NOTHING = 0.3
"""Share of the credit that is left to what rests on a void sentence."""


def _gate(finding: Finding, outcome: Finding, gate: float) -> float:
    if finding is outcome:
        return 1.0
    return max(gate, 0.6) if finding.indicator == "RE+7" else gate  # asking is asking, whatever was offered


def _ownership(reading: Reading) -> list[Finding]:
    """Who does it, what, by when: the mean over the turns that answer an open matter, the best one weighing most."""
    best: list[float] = []
    shown: list[tuple[float, Sentence]] = []
    for turn in reading.agents:
        held: list[tuple[float, float, Sentence]] = []
        for x in turn.sentences:
            firm = committed(reading, x) * (0.9 + 0.1 * timed(x))
            own = 1.0 if phrases("acts", "own_doing").search(x.text) else 0.0
            strength, shows = (firm * (bare + (1 - bare) * concrete(x)) for bare in (max(0.5, OWNED * own), 0.5))
            if not x.asks and not phrases("acts", "vague_try").search(x.text):
                read = shifted(reading.s(x, "RE+4"), EMPTY * (1 - concrete(x)))
                strength, shows = max(strength, read), max(shows, read)
            kept = 1.0 - BESIDE * (_SUPPOSED.search(x.text) is not None)
            kept *= NEXT_TO_NOTHING if idles(x) else 1.0
            kept *= not echoed(reading, x)
            held.append((shows * kept, strength * kept, x))
        best.append(max((one[1] for one in held), default=0.0))
        shown += [(shows, x) for shows, _, x in held]
    if not shown:
        return [found("RE+4", 0.0)]
    mean = sum(best) / len(best)
    # Of several the one is shown that names most.
    return [found("RE+4", min(1.0, 0.7 * max(best) + 0.5 * mean), max(shown, key=lambda one: one[0])[1])]


OWNED = 0.9
"""What a commitment in the first person is worth that names little: "let me reopen your case" is owned all the same."""
BESIDE = 0.2
"""What a commitment loses that hangs on an if."""
_SUPPOSED = expression("settled", "supposed")


def _first_step(reading: Reading) -> Finding:
    for n, turn in enumerate(reading.agents):
        ranked = [
            (s, x) for s, x in settles(reading, turn) if not (x.asks and phrases("acts", "wants_fact").search(x.text))
        ]
        if ranked and ranked[0][0] >= 0.4:
            return found("RE+5", 1.0 if n < 2 else 0.8 if n == 2 else max(0.0, 0.8 - 0.25 * (n - 2)), ranked[0][1])
    return found("RE+5", 0.0)


def _log(reading: Reading) -> list[Finding]:
    return [log_matches(reading)]


def _oracle(reading: Reading) -> list[Finding]:
    """A hidden fact said before anybody could know it: learnt by heart, not found out."""
    said = foreknown(reading)
    return [found("!ORACLE", 1.0, said, "states what nobody had told it")] if said else []


def _critical(reading: Reading) -> list[Finding]:
    findings = [
        Finding("!FORGED", 1.0, turn.index, quote, "wrote the customer's words itself")
        for turn in reading.agents
        for quote in turn.pieces("forged")[:1]
    ][:1]
    idle = [phrases("course", "courtesy"), phrases("acts", "waved_off"), phrases("acts", "signed")]
    meant = [
        x
        for x in reading.sentences
        if not carried_out(x) and said_back(reading, x) <= ECHO and not any(words.search(x.text) for words in idle)
    ]
    consent = sure("!FORGED", [(reading.s(x, "FORGED"), x) for x in meant])
    refused = consent_denied(reading)
    if not findings and (refused or (consent.strength or 0.0) >= 0.85):
        findings.append(found("!FORGED", 1.0, refused[0], "says the customer agreed") if refused else consent)
    made_up = sure("!RE-1", [(invented(reading, x), x) for x in reading.sentences])
    if (made_up.strength or 0.0) >= 0.7:
        findings.append(made_up)
    sworn = sure("!RE-2", [(guarantee(reading, x), x) for x in reading.sentences if swears(reading, x)])
    if (sworn.strength or 0.0) >= 0.8:
        findings.append(sworn)
    over = sure("!PB-3", [(over_granted(reading, x), x) for x in reading.sentences])
    if (over.strength or 0.0) >= 0.7:
        findings.append(over)
    missed = passed_over(reading)
    if missed is not None:
        findings.append(found("!PB-10", 1.0, missed, "a cue of danger was passed over"))
    if scatter(reading) >= AT_RANDOM:
        findings.append(found("!UNASKED", 1.0, unasked(reading)[-1], "does one thing after the other unasked"))
    findings += _oracle(reading)
    findings += [Finding("!EMPTY", 1.0, turn.index, turn.plain.original, "an empty turn") for turn in reading.void]
    return findings
