"""Is the matter settled? From the answer key where the dialogue carries one.

Else from the policy and the dialogue's own logic.
"""

from __future__ import annotations

from coolhead.graders.base import Finding, found
from coolhead.graders.checks.case.goal import hits, share
from coolhead.graders.checks.case.otherwise import otherwise
from coolhead.graders.checks.case.policy import over_granted
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.requests.deeds import deeds, went_through
from coolhead.graders.checks.requests.standing import standing
from coolhead.graders.checks.resolution.offers import idle, settles
from coolhead.graders.checks.resolution.voided import void
from coolhead.graders.checks.speech.common import concrete, hollow, key_stems
from coolhead.graders.checks.speech.promises import committed, echoed, promise_form, timed, unreal
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.slots import values
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases
from coolhead.personas.schema import Remedy


def by_key(reading: Reading) -> tuple[Finding, float]:
    """RE+2 from the answer key: the best acceptable outcome by the share of its remedies that were firmly promised.

    Also returns how much of it stands without counting how much the outcome is liked (0-1).
    """
    goal = reading.goal
    assert goal is not None
    firm = {remedy.id: promised(reading, remedy) for remedy in goal.remedies}
    best, bare, where = 0.0, 0.0, None
    for outcome in goal.accept:
        parts = [firm[id] for id in outcome.remedies if id in firm]
        if not parts:
            continue
        mean = sum(s for s, _ in parts) / len(parts)
        if mean * outcome.liking > best:
            best, bare = mean * outcome.liking, mean
            where = max(parts, key=lambda pair: pair[0])[1]
    wrong = max((promised(reading, remedy) for remedy in goal.wrong), key=lambda pair: pair[0], default=(0.0, None))
    if 0.45 * wrong[0] > best:
        # A valid fix for another cause than the true one.
        return found("RE+2", 0.45 * wrong[0], wrong[1], "settles the stated, not the true matter"), 0.45 * wrong[0]
    return found("RE+2", best, where), bare


def promised(reading: Reading, remedy: Remedy) -> tuple[float, Sentence | None]:
    """How firmly a remedy was promised, 0-1, and the sentence that does.

    What it needs (a time, a sum) counts for 40 %.
    """
    best: tuple[float, Sentence | None] = (0.0, None)
    for turn in reading.agents:
        declared = any(a.name in {remedy.grant, remedy.id} for a in turn.turn.actions)
        if declared and turn.sentences and not any(hits(remedy.say, x.text) for x in turn.sentences):
            # Done and said in words of its own: the firmest sentence of the turn is where the customer hears it.
            firm = max(turn.sentences, key=lambda x: committed(reading, x))
            strength = min(0.75, 0.4 + committed(reading, firm)) * (0.6 + 0.4 * _needs(reading, remedy, turn))
            best = max(best, (strength, firm), key=lambda pair: pair[0])
        for x in turn.sentences:
            if not hits(remedy.say, x.text):
                continue
            commit = max(committed(reading, x), 0.9 * reading.s(x, "GRANT"), 0.75 * reading.s(x, "RE+2"))
            commit = min(1.0, 1.4 * commit) * (1 - 0.9 * max(reading.s(x, "REFUSE") - 0.3, 0.0))
            stated = (
                not x.asks
                and not phrases("acts", "vague_try").search(x.text)
                and not phrases("acts", "may").search(x.text)
            )
            if stated and reading.s(x, "REFUSE") < 0.4:
                commit = max(commit, 0.65)  # the remedy itself, said as a fact
            if declared:
                commit = max(commit, 0.9)
            strength = commit * (0.6 + 0.4 * _needs(reading, remedy, turn)) * (not otherwise(reading, x))
            best = max(best, (strength, x), key=lambda pair: pair[0])
    return best


def _needs(reading: Reading, remedy: Remedy, turn: TurnRead) -> float:
    if not remedy.needs:
        return 1.0
    got = 0
    text = turn.text
    for need in remedy.needs:
        if need == "when":
            got += any(timed(x) for x in turn.sentences)
        elif need == "amount":
            right = set(values(remedy.amount))
            got += bool(right & set(values(text))) if right else any(s.kind in {"amount", "number"} for s in turn.slots)
        elif need == "reference":
            got += any(s.kind == "reference" for s in turn.slots)
        elif need == "route":
            routes = reading.case.routes if reading.case else ()
            got += any(len(key_stems(route) & turn.stems) >= 2 for route in routes)
        else:
            got += any(timed(x) or committed(reading, x) >= 0.5 for x in turn.sentences)
    return got / len(remedy.needs)


def by_logic(reading: Reading) -> Finding:
    """RE+2 without an answer key.

    What the log of actions shows, else concrete, committed, permitted and not taken back by setbacks.
    """
    log = deeds(reading)
    if log is not None:
        last = next((t for t in reversed(reading.turns) if t.role == "agent" and not t.empty), None)
        return found("RE+2", went_through(reading, log), last)
    scored: list[tuple[float, Sentence]] = []
    for turn in reading.agents:
        ranked = [pair for pair in settles(reading, turn) if not void(reading, pair[1])]
        if not ranked:
            continue
        named = [pair for pair in _by_name(reading, turn) if not void(reading, pair[1])]
        strength, x = max((ranked[0], *named), key=lambda pair: pair[0])
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        fit = _fit(reading, turn, x)
        scored.append((min(1.0, strength + 0.25 * second) * fit, x))
    scored.sort(key=lambda pair: -pair[0])
    if not scored:
        return found("RE+2", 0.0)
    total = 0.7 * scored[0][0] + 0.35 * (scored[1][0] if len(scored) > 1 else scored[0][0] * 0.5)
    stands = standing(reading)
    taken_back = 0.5 * max(0.0, 0.3 - stands.strength) / 0.3 if stands.failed is not None else 0.0
    strength = min(1.0, total) * (1 - taken_back)
    done = (
        stands.where is not None
        and not unreal(stands.where.text)
        and not (void(reading, stands.where) or idle(reading, stands.where))
    )
    if reading.case is None and done and stands.strength >= 0.5 and stands.where is not None:
        # "It is done", with no who, when or what, is a claim; a deed has something that one could look up.
        x = stands.where
        backed = max(*(reading.s(x, label) for label in ("RE+2", "RE+4", "GRANT", "RE+8")), 0.8 * promise_form(x.text))
        # "Life support was recovered" names what was asked for; "it is all resolved" names nothing.
        deed = carried_out(x) if (x.stems & reading.heard(x.turn)) - hollow() else 0.0
        backed = max(backed, deed)
        claim = 0.85 * stands.strength * (CLAIM + (1 - CLAIM) * max(1.0 * (deed > 0), min(1.0, concrete(x) / 0.4)))
        claim *= CLAIM + (1 - CLAIM) * min(1.0, 1.25 * backed)
        if claim > strength:
            return found("RE+2", claim, x)
    return found("RE+2", strength, scored[0][1])


CLAIM = 0.5
"""What is left of a deed that is claimed and pinned down by nothing."""


def _by_name(reading: Reading, turn: TurnRead) -> list[tuple[float, Sentence]]:
    """Sentences that promise what the case file allows, in its words: nobody has to guess whether that settles it."""
    if reading.case is None:
        return []
    labels = [key_stems(grant.label) for grant in reading.case.policy.grants]
    named = [x for x in turn.sentences if any(len(y) >= 2 and len(y & x.stems) >= NAMED * len(y) for y in labels)]
    return [
        (min(BY_NAME, 0.3 + firm), x)
        for x in named
        if (firm := committed(reading, x)) >= 0.35 and not (x.asks or idle(reading, x))
    ]


NAMED, BY_NAME = 0.65, 0.8
"""Share of a grant's words that name it; the most that naming it is worth."""


def _fit(reading: Reading, turn: TurnRead, x: Sentence) -> float:
    """Inside the policy, and about this customer's matter."""
    over = over_granted(reading, x)
    fit = 1 - 0.5 * over
    if reading.case and reading.case.policy.grants:
        near = max((_near(g.label, x, turn) for g in reading.case.policy.grants), default=0.0)
        fit *= 0.75 + 0.25 * min(1.0, 2 * near)
    return fit


def _near(label: str, x: Sentence, turn: TurnRead) -> float:
    wanted = key_stems(label)
    return max(len(wanted & x.stems), 0.7 * len(wanted & turn.stems)) / len(wanted) if wanted else 0.0


def cause_stated(reading: Reading) -> tuple[float, Sentence | None]:
    """The true cause said by the agent, 0-1: all its words in one sentence, or in one turn.

    Of several sentences the one is shown that says most of it.
    """
    goal = reading.goal
    assert goal is not None
    known = key_stems(goal.true_cause)

    def tells(x: Sentence) -> tuple[bool, float]:
        # What is done about it is not the cause, though it may name it.
        return committed(reading, x) < PROMISED, len(known & x.stems)

    own = [x for x in reading.sentences if not (x.asks or echoed(reading, x) or otherwise(reading, x))]
    stated = [x for x in own if hits(goal.cause_words, x.text)]
    if stated:
        return 1.0, max(stated, key=tells)
    for turn in reading.agents:
        said = [x for x in own if x.turn == turn.index]
        if said and hits(goal.cause_words, " ".join(x.text for x in said)):
            return 0.75, max(said, key=lambda x: (share(goal.cause_words, x.text), *tells(x)))
    return 0.0, None


PROMISED = 0.5
"""From this firmness a sentence does something rather than tell why."""
