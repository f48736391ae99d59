"""Demands for what the policy forbids, in its own words or in others."""

from __future__ import annotations

from coolhead.graders.base import MET
from coolhead.graders.checks.boundaries.abuse import chance
from coolhead.graders.checks.case.concessions import conceded, demands, free_limits
from coolhead.graders.checks.case.concessions import demanding as demands_so
from coolhead.graders.checks.case.goal import hits
from coolhead.graders.checks.case.others import asks_of_others, told_of_others
from coolhead.graders.checks.speech.answered import turned_down
from coolhead.graders.checks.speech.common import hollow, key_stems, stems_of
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases
from coolhead.personas.brief import Goal

UNIT = 2
"""Letters of a unit of money."""
SURE = 0.6
"""Strength from which the text model's reading of a demand, or of the answer to one, is taken for granted."""


def ruled_out(reading: Reading, turn: TurnRead) -> bool:
    """The customer demands what the policy forbids."""
    case, goal = reading.case, reading.goal
    lines = [*(case.policy.forbidden if case else ()), *([goal.trap] if goal and goal.trap else ())]
    return (
        any(_asks_for(reading, turn, line) or _decided(reading, turn, line) for line in lines)
        or (goal is not None and any(_springs(reading, turn, x, goal) for x in turn.sentences))
        or _shown(reading, turn)
    )


def _shown(reading: Reading, turn: TurnRead) -> bool:
    """A limit in free words was tested: the answer gives in, or turns down what was demanded or private."""
    reply = reading.after(turn)
    if reply is None or not free_limits(reading):
        return False
    if asks_of_others(reading, turn):
        told = told_of_others(reading, reply)[0] > 0
        return told or turned_down(reading, reply)
    if any(conceded(reading, x) for x in reply.sentences):
        return True
    return demands(reading, turn) and turned_down(reading, reply)


def names_what(reading: Reading, x: Sentence) -> bool:
    """A no of the agent's names what it turns down: something that was just asked for, or that the policy forbids.

    Without limits on file there must have been a demand, and not knowing something refuses nothing.
    """
    before = reading.turns[x.turn].before
    if before is None:
        return False
    lines = reading.case.policy.forbidden if reading.case else ()
    if lines:
        keeps = phrases("limits", "keeps").search(x.text) is not None
        kept = any(phrases("tested", name).search(line) for line in lines for name in ("private", "spoken"))
        return (keeps and kept) or bool((x.stems - hollow()) & (before.stems | stems_of(lines)))
    wanted = [y for y in before.sentences if not y.asks and demands_so(reading, y)]
    if phrases("limits", "unknown").search(x.text) or max(reading.s(x, label) for label in _FELT) >= MET:
        return False
    return before.sentences[-1] in wanted or any((x.stems & y.stems) - hollow() for y in wanted)


_FELT = ("EM+1", "EM+2", "EM+3")


def demanding(reading: Reading, turn: TurnRead) -> bool:
    """Something is demanded, by the text model's reading or in the form of a demand."""
    return chance(reading, turn, "DEMAND") >= 0.4 or any(
        not x.asks and phrases("limits", "demand").search(x.text) for x in turn.sentences
    )


def _asks_for(reading: Reading, turn: TurnRead, line: str) -> bool:
    """A sentence that wants something and speaks of the line; the sentence beside it helps to tell what."""
    wanted = key_stems(line)
    if not wanted:
        return False
    least = min(2, len(wanted))
    for x in turn.sentences:
        near = x.stems.union(*(y.stems for y in turn.sentences[max(0, x.place - 1) : x.place + 2]))
        own, both = len(wanted & x.stems), len(wanted & near)
        anaphora = not own and reading.s(x, "DEMAND") >= 0.8  # "I don't trust this scooter. I want a new one."
        if (own or anaphora) and max(own, both) >= least and _wants(reading, turn, x):
            share = max(own, 0.8 * both) / len(wanted)
            if share >= 0.5 or (share >= 0.3 and reading.s(x, "DEMAND") >= SURE):
                return True
    return False


def _decided(reading: Reading, turn: TurnRead, line: str) -> bool:
    """A demand that the answer grants or refuses, where both of them, or the two together, speak of the line."""
    reply = reading.after(turn)
    if reply is None or not demanding(reading, turn):
        return False
    if max(reading.strength(reply, label) for label in ("GRANT", "REFUSE")) < SURE:
        return False
    wanted = {stem for stem in key_stems(line) if len(stem) > UNIT}  # "cr" is in every sum
    said, either = wanted & turn.stems, wanted & (turn.stems | reply.stems)
    return bool(said & reply.stems) or (bool(said) and len(either) >= max(2, len(wanted) / 2))


def _springs(reading: Reading, turn: TurnRead, x: Sentence, goal: Goal) -> bool:
    """A sentence of the customer that holds all of the unreasonable demand."""
    if not hits(goal.trap_words, x.text):
        return False
    return not x.asks or _wants(reading, turn, x)


def _wants(reading: Reading, turn: TurnRead, x: Sentence) -> bool:
    """The sentence demands; or it is half a demand and the turn as a whole is one."""
    plain = phrases("limits", "demand").search(x.text) is not None
    demand = max(reading.s(x, "DEMAND"), 0.45 * reading.s(turn, "DEMAND"))
    return plain or demand >= 0.5 or (x.asks and reading.s(x, "QUESTION") >= SURE and demand >= 0.2)
