"""Resolution: right problem, feasible fix, owned and closed. Judged from facts, never from the customer's thanks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from coolhead.graders.base import MET, Finding, absent, found, rule, strongest
from coolhead.graders.checks.answers import answered, asked
from coolhead.graders.checks.common import UPSET, concrete, freshness, stacked, substance, sure
from coolhead.graders.checks.course import carried_out, points_away, tells
from coolhead.graders.checks.figures import invented_reference, record_clash
from coolhead.graders.checks.foreknowledge import foreknown
from coolhead.graders.checks.honesty import claims_beyond_log, denied_by_record, invented_money, log_matches
from coolhead.graders.checks.listening import is_check, own
from coolhead.graders.checks.outcome import by_key, by_logic, cause_stated, promised
from coolhead.graders.checks.policy import over_granted
from coolhead.graders.checks.promises import committed, remedies, remedy, timed
from coolhead.graders.checks.refusals import nearest, refuses
from coolhead.graders.checks.repeats import loops, repeated_sentence
from coolhead.graders.checks.requests import is_request, of_request, outcome_of
from coolhead.graders.checks.standing import standing
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import jaccard, phrases
from coolhead.personas.schema import Goal

QUARTER = 0.25
NEXT = 0.2
"""Lead of the sentence that stands right behind the no, when the way out is looked for."""
SHOWS = 0.3
"""From this a sentence is the one that shows the way out."""
SURE, DOUBTED = 0.85, 0.1
"""Chances of the text model at which a wording that no pattern knows is heard all the same, and one that a pattern
knows is doubted."""
SHORT = 3
"""Words up to which a sentence neither closes nor sells by itself."""
OWN = 0.35
"""Share of the customer's story from which a question is about the matter, no sales talk."""
FACTS = 0.3
"""Facts from which a sentence answers a request, rather than sending the customer away."""
OBJECTS = 0.6
"""Strength from which the customer is taken to say that it is still not done."""


@rule("resolution", version=3)
def resolution(reading: Reading) -> list[Finding]:
    """A concrete, committed, permitted remedy with owner and time.

    Loops, inventions, guarantees and early closing cost.
    """
    kept = substance(reading)
    plain = is_request(reading)
    outcome = outcome_of(reading) if plain else by_key(reading)[0] if reading.goal else by_logic(reading)
    good = [
        outcome,
        *_ownership(reading),
        *_issues(reading),
        *_choice(reading),
        *_closing(reading),
        *_cause(reading),
        *_trap(reading),
        _first_step(reading),
        *_log(reading),
    ]
    if plain:
        return [*of_request(reading, outcome, good), *_bad_of_request(reading), *_critical(reading)]
    # Outcome first: owning, asking and following up are worth little around an offer that settles nothing.
    settled = min(1.0, (outcome.strength or 0.0) / 0.5)
    floor = 0.3 if reading.goal else 0.5
    gate = floor + (1 - floor) * settled
    fresh = 0.4 + 0.6 * freshness(reading)
    good = [
        f
        if f.strength is None
        else Finding(f.indicator, f.strength * kept * fresh * _gate(f, outcome, gate), f.turn, f.quote, f.note)
        for f in good
    ]
    return [*good, *_bad(reading), *_critical(reading)]


def _gate(finding: Finding, outcome: Finding, gate: float) -> float:
    if finding is outcome:
        return 1.0
    return max(gate, 0.6) if finding.indicator == "RE+7" else gate  # asking is asking, whatever was offered


def _bad_of_request(reading: Reading) -> list[Finding]:
    """Errors of manner weigh a quarter in a plain request; asking the same question twice is its ordinary course."""
    bad = [replace(f, weight=QUARTER) if f.indicator in {"RE-2", "RE-4", "RE-5", "RE-7"} else f for f in _bad(reading)]
    return [replace(f, strength=QUARTER * (f.strength or 0.0)) if f.indicator == "RE-3" else f for f in bad]


def _ownership(reading: Reading) -> list[Finding]:
    """Who does it, what, by when: the mean over the turns that answer an open matter, the best one weighing most."""
    scored = []
    for turn in reading.agents:
        best: tuple[float, Sentence | TurnRead] = (0.0, turn)
        for x in turn.sentences:
            strength = committed(reading, x) * (0.5 + 0.5 * concrete(x)) * (0.9 + 0.1 * timed(x))
            best = max(best, (strength, x), key=lambda pair: pair[0])
        scored.append(best)
    ranked = sorted(scored, key=lambda pair: -pair[0])
    if not ranked:
        return [found("RE+4", 0.0)]
    mean = sum(s for s, _ in ranked) / len(ranked)
    return [found("RE+4", min(1.0, 0.7 * ranked[0][0] + 0.5 * mean), ranked[0][1])]


def _issues(reading: Reading) -> list[Finding]:
    """Every open request or question gets something that settles it; danger comes first.

    With an answer key: each of the things that the best outcome needs was firmly promised.
    """
    if reading.goal:
        return _issues_by_key(reading, reading.goal)
    scored: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in reading.customers:
        reply = reading.after(turn)
        if reply is None:
            continue
        wants = max(
            reading.strength(turn, "DEMAND"), reading.strength(turn, "STILLOPEN"), reading.strength(turn, "QUESTION")
        )
        questions = asked(reading, turn)
        if wants < 0.4 and not questions:
            continue
        settled = max((remedy(reading, x) for x in reply.sentences), default=0.0)
        told = max((answered(reading, q, reply)[0] for q in questions), default=0.0)
        strength = max(settled, 0.75 * told, 0.6 * (reading.strength(reply, "PB+4")))
        danger = reading.strength(turn, "SAFETY")
        if danger > 0.5 and reply.sentences:
            first = reply.sentences[: max(1, (len(reply.sentences) + 1) // 2)]
            urgent = max(
                (len(x.stems & _danger_stems(reading, turn)) > 0 or reading.s(x, "PB+10") > 0.5) for x in first
            )
            strength *= 1.0 if urgent else 0.4
        scored.append((strength, reply))
    if len(scored) < 2:
        return absent("RE+6")
    low = min(scored, key=lambda pair: pair[0])
    mean = sum(s for s, _ in scored) / len(scored)
    return [found("RE+6", min(1.0, 1.2 * (0.7 * mean + 0.3 * low[0])), max(scored, key=lambda pair: pair[0])[1])]


def _issues_by_key(reading: Reading, goal: Goal) -> list[Finding]:
    needed = [remedy for remedy in goal.remedies if remedy.id in goal.accept[0].remedies]
    if len(needed) < 2:
        return absent("RE+6")
    firm = [promised(reading, remedy) for remedy in needed]
    low = min(firm, key=lambda pair: pair[0])
    mean = sum(s for s, _ in firm) / len(firm)
    return [found("RE+6", 0.5 * mean + 0.5 * low[0], max(firm, key=lambda pair: pair[0])[1])]


def _danger_stems(reading: Reading, turn: TurnRead) -> frozenset[str]:
    return frozenset().union(*(x.stems for x in turn.sentences if reading.s(x, "SAFETY") > 0.4)) or turn.stems


def _choice(reading: Reading) -> list[Finding]:
    cases: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in reading.agents:
        sentence, where = reading.best(turn, "RE+3")
        asks = next((x for x in turn.sentences if x.asks and phrases("acts", "leaves_choice").search(x.text)), None)
        strength = max(reading.s(turn, "RE+3"), sentence)
        if asks is not None and strength < 0.85:
            strength, where = 0.85, asks
        where = asks if asks is not None and not (where and where.asks) else where
        if where is not None and phrases("acts", "wants_fact").search(where.text) and where is not asks:
            strength *= 0.4  # "who is with you?" asks for a fact, it leaves no choice
        body = max((concrete(x) for x in turn.sentences), default=0.0)
        useful = max((remedy(reading, x) for x in turn.sentences), default=0.0)
        cases.append((strength * min(1.0, 0.2 + body) * min(1.0, 0.5 + useful), where or turn))
    best = strongest("RE+3", cases)
    return [best] if _leaves_choice(reading) or (best.strength or 0.0) >= 0.5 else absent("RE+3")


def _leaves_choice(reading: Reading) -> bool:
    """The policy leaves a choice: two outcomes of which neither is a part of the other, or several free grants."""
    if reading.goal:
        ways = [frozenset(outcome.remedies) for outcome in reading.goal.accept]
        return any(not (one <= other or other <= one) for one, other in combinations(ways, 2))
    return bool(reading.case and sum(not g.conditions for g in reading.case.policy.grants) >= 2)


def _closing(reading: Reading) -> list[Finding]:
    last = reading.agents[-3:]
    offered = _offered(reading)
    checks = [(_settles(reading, x) * (1.0 if x.turn >= offered else 0.4), x) for t in last for x in t.sentences]
    follows = [(_follow_up(reading, x), x) for t in last for x in t.sentences]
    both = [strongest("RE+7", checks), strongest("RE+8", follows)]
    if len(reading.agents) < 2:  # too early to close; done all the same it counts
        return [f if (f.strength or 0.0) >= MET else Finding(f.indicator, None) for f in both]
    return both


def _offered(reading: Reading) -> int:
    """The turn of the first offer that the answer key knows, from which it can be asked whether it works; else 0."""
    if reading.goal is None:
        return 0
    firm = [promised(reading, remedy) for remedy in reading.goal.remedies]
    return min((x.turn for strength, x in firm if x is not None and strength >= 0.3), default=len(reading.turns))


def _settles(reading: Reading, x: Sentence) -> float:
    """Asks whether the outcome works for this customer."""
    form = x.asks and phrases("acts", "works_for_you").search(x.text) is not None and not is_check(x)
    asks_back = phrases("acts", "wants_fact").search(x.text) or (
        is_check(x) and not x.text.rstrip("?! ").endswith("you")
    )
    read = reading.s(x, "RE+7") * (0.3 if asks_back else 1.0)
    return max(read * (0.5 + 0.5 * (x.asks or read > 0.7)), 0.8 if form else 0.0)


def _follow_up(reading: Reading, x: Sentence) -> float:
    """Says who gets back to whom, when, and how."""
    form = phrases("acts", "follow_up").search(x.text) is not None and not x.asks
    route = phrases("limits", "reach").search(x.text) is not None or x.has("reference")
    strength = max(reading.s(x, "RE+8"), (0.8 + 0.2 * route) if form and timed(x) else 0.45 if form and route else 0.0)
    return strength * (1.0 if form else 0.35) * (0.5 + 0.3 * timed(x) + 0.2 * (route or timed(x)))


def _passed_on(reading: Reading, x: Sentence) -> float:
    """Says that the cause goes to those who can mend it."""
    form = not x.asks and phrases("acts", "passed_on").search(x.text) is not None
    return max(reading.s(x, "RE+9") * (1.0 if form else 0.6), 0.7 if form else 0.0)


def _cause(reading: Reading) -> list[Finding]:
    findings: list[Finding] = []
    passed = strongest("RE+9", [(_passed_on(reading, x), x) for x in reading.sentences])
    if reading.goal:
        findings.append(found("RE+1", *cause_stated(reading)))
        findings.append(passed)
    else:
        best = strongest("RE+1", [(reading.s(x, "RE+1") * (0.4 + 0.6 * concrete(x)), x) for x in reading.sentences])
        findings.append(best if (best.strength or 0.0) >= 0.5 else Finding("RE+1", None))
        findings.append(passed if (passed.strength or 0.0) >= 0.5 else Finding("RE+9", None))
    return findings


def _trap(reading: Reading) -> list[Finding]:
    refusing = [t for t in reading.agents if max((refuses(reading, x) for x in t.sentences), default=0.0) >= MET]
    if not refusing:
        return absent("RE+10")
    cases: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in refusing:
        ranked = [(nearest(reading, x), x) for x in turn.sentences]
        no = max(turn.sentences, key=lambda x: refuses(reading, x)).place
        way, shown = max(ranked, key=lambda pair: pair[0] + NEXT * (pair[1].place in {no, no + 1} and pair[0] > 0))
        read = max(reading.strength(turn, "RE+10"), 0.9 * reading.strength(turn, "PB+4"))
        cases.append((max(way, read), shown if way >= SHOWS else reading.best(turn, "RE+10")[1] or turn))
    return [found("RE+10", sum(s for s, _ in cases) / len(cases), max(cases, key=lambda pair: pair[0])[1])]


def _first_step(reading: Reading) -> Finding:
    for n, turn in enumerate(reading.agents):
        ranked = [
            (s, x) for s, x in remedies(reading, turn) if not (x.asks and phrases("acts", "wants_fact").search(x.text))
        ]
        if ranked and ranked[0][0] >= 0.4:
            return found("RE+5", 1.0 if n < 2 else 0.8 if n == 2 else max(0.0, 0.8 - 0.25 * (n - 2)), ranked[0][1])
    return found("RE+5", 0.0)


def _log(reading: Reading) -> list[Finding]:
    return [log_matches(reading)]


@once
def _open(reading: Reading, turn: TurnRead) -> float:
    """How open the matter still is when a turn is said, 0-1: nothing settled so far, or the customer says so."""
    settled = max(
        (
            remedy(reading, x)
            for x in reading.sentences
            if x.turn <= turn.index and _closes(reading, x) < MET  # "it is closed" settles nothing
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


def _bad(reading: Reading) -> list[Finding]:
    sentences = reading.sentences
    by_turn = {t.index: t for t in reading.agents}
    return [
        stacked("RE-1", [(_invented(reading, x), x) for x in sentences]),
        stacked("RE-2", [(_guarantee(reading, x), x) for x in sentences]),
        _loop(reading),
        stacked("RE-4", [(_deflects(reading, turn), _away(reading, turn)) for turn in reading.agents]),
        stacked("RE-5", [(_closes(reading, x) * _open(reading, by_turn[x.turn]), x) for x in sentences]),
        stacked("RE-6", [(reading.s(x, "RE-6") * (1 - 0.7 * _moves(reading, by_turn[x.turn])), x) for x in sentences]),
        stacked("RE-7", [(_sells(reading, x) * _open(reading, by_turn[x.turn]), x) for x in sentences]),
    ]


@once
def _closes(reading: Reading, x: Sentence) -> float:
    plain = not x.asks and phrases("conduct", "closes").search(x.text) is not None
    if carried_out(x) and is_request(reading) and reading.p(x, "RE-5") < SURE:
        return 0.0  # that is the outcome itself
    bare = len(x.words) <= SHORT or phrases("course", "courtesy").search(x.text) is not None
    return max(reading.s(x, "RE-5") * (0.3 if bare else 1.0), 0.75 if plain else 0.0)


def _sells(reading: Reading, x: Sentence) -> float:
    plain = phrases("conduct", "sells").search(x.text) is not None
    about = x.asks and own(reading, x) >= OWN and not x.has("amount")
    return max(reading.s(x, "RE-7") * (0.3 if about or len(x.words) <= SHORT else 1.0), 0.75 if plain else 0.0)


@once
def _moves(reading: Reading, turn: TurnRead) -> float:
    return max((remedy(reading, x) for x in turn.sentences), default=0.0)


@once
def _invented(reading: Reading, x: Sentence) -> float:
    return max(
        invented_reference(reading, x),
        record_clash(reading, x),
        denied_by_record(reading, x),
        invented_money(reading, x),
        claims_beyond_log(reading, x),
    )


@once
def _guarantee(reading: Reading, x: Sentence) -> float:
    strength = reading.s(x, "RE-2")
    if phrases("conduct", "guarantee_not").search(x.text):
        return 0.2 * strength
    plain = phrases("conduct", "guarantee").search(x.text) is not None
    return max(strength, 0.85 if plain else 0.0)


def _swears(reading: Reading, x: Sentence) -> bool:
    """A guarantee in so many words, or one that the text model is in no doubt about."""
    return phrases("conduct", "guarantee").search(x.text) is not None or reading.p(x, "RE-2") >= 0.97


def _insists(reading: Reading) -> list[tuple[float, TurnRead]]:
    """The same step again after the customer said that it failed."""
    found_: list[tuple[float, TurnRead]] = []
    for n, turn in enumerate(reading.agents):
        if turn.before is None:
            continue
        said_no = max(
            reading.strength(turn.before, "REPEATED"),
            reading.strength(turn.before, "REJECT"),
            reading.strength(turn.before, "STILLOPEN"),
        )
        for earlier in reading.agents[:n]:
            alike = jaccard(turn.stems, earlier.stems)
            if alike > 0.3 and said_no > 0.3:
                found_.append((min(1.0, said_no * (alike - 0.15) * 2), turn))
    return found_


def _deflects(reading: Reading, turn: TurnRead) -> float:
    strength, where = reading.best(turn, "RE-4")
    strength = max(strength, reading.s(turn, "RE-4"))
    if where is not None and not points_away(where):
        facts = tells(reading, where) if is_request(reading) else 0.0
        strength *= 0.3 if facts >= FACTS or where.asks or phrases("course", "asked").search(where.text) else 1.0
    if turn.before is not None and phrases("course", "asks_where").search(turn.before.text):
        strength *= 0.3  # the place is the answer
    other = max((remedy(reading, x) for x in turn.sentences if x is not where), default=0.0)
    return max(strength * (1 - 0.7 * other), _sends_away(reading, turn))


def _loop(reading: Reading) -> Finding:
    """RE-3 with the sentence that was said before."""
    cases = [(s * (1.0 if reading.complaint else 0.25), t) for s, t in loops(reading)] + _insists(reading)
    finding = stacked("RE-3", cases)
    if not cases or (finding.strength or 0.0) < MET:
        return finding
    return replace(finding, quote=_again(reading, max(cases, key=lambda pair: pair[0])[1]).quote)


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
    consent = sure("!FORGED", [(reading.s(x, "FORGED"), x) for x in reading.sentences if not carried_out(x)])
    if not findings and (consent.strength or 0.0) >= 0.85:
        findings.append(consent)
    invented = sure("!RE-1", [(_invented(reading, x), x) for x in reading.sentences])
    if (invented.strength or 0.0) >= 0.7:
        findings.append(invented)
    sworn = sure("!RE-2", [(_guarantee(reading, x), x) for x in reading.sentences if _swears(reading, x)])
    if (sworn.strength or 0.0) >= 0.8:
        findings.append(sworn)
    over = sure("!PB-3", [(over_granted(reading, x), x) for x in reading.sentences])
    if (over.strength or 0.0) >= 0.7:
        findings.append(over)
    findings += _oracle(reading)
    findings += [Finding("!EMPTY", 1.0, turn.index, turn.plain.original, "an empty turn") for turn in reading.void]
    return findings
