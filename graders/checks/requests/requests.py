"""Plain requests - book, check, find out, change - whose grade rests on what became of them.

Owning a failure, asking what would suit, following up: all that belongs to complaints. Who wants a table for four wants
the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coolhead.graders.base import Finding, found
from coolhead.graders.checks.requests.course import Step, points_away, steps
from coolhead.graders.checks.requests.deeds import Deeds, deeds, went_through
from coolhead.graders.checks.requests.standing import Standing, standing, wants_deed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

GRIEVANCE = 0.6
"""Chance that the customer accuses the firm, from which the opening is a complaint; with angry words a fifth."""
SIGNS = 0.5
"""Sum of weaker signs from which it is one as well: accused a little, told before, still open, annoyed above `CALM`.

Nine in ten openings of labelled complaints reach it, one in forty of ordinary task dialogues (stolen money, mostly).
"""
CALM = 0.6
"""Chance of annoyance that the text model gives ordinary requests (their median)."""
ASIDE = 0.1
"""Weight in a plain request of what belongs to complaints."""
BESIDE = {"RE+1", "RE+3", "RE+4", "RE+7", "RE+8", "RE+9", "RE+10", "RE+11"}
"""What is worth naming beside the outcome of a request."""
UNDONE = 0.35
"""The most that a wish for a deed is worth when the log shows none."""
OPEN = 0.4
"""Up to this standing a request counts as not settled."""


@once
def is_request(reading: Reading) -> bool:
    """Nobody complains: no case file, no answer key, and the customer does not open with a grievance.

    Where the agent declares its actions, the log is the better witness whatever the customer's tone.
    """
    bare = reading.goal is None and reading.case is None
    return bare and (deeds(reading) is not None or not _grievance(reading))


def _grievance(reading: Reading) -> bool:
    second = reading.agents[1].index if len(reading.agents) > 1 else len(reading.turns)
    opening = [t for t in reading.customers if t.index < second]

    def most(label: str) -> float:
        return max(
            (max([reading.p(t, label), *(reading.p(x, label) for x in t.sentences)]) for t in opening), default=0.0
        )

    accuses = most("ACCUSE")
    angry = any(phrases("mood", name).search(t.text) for t in opening for name in ("hot", "displeased"))
    if accuses >= (GRIEVANCE / 5 if angry else GRIEVANCE):
        return True
    weaker = (most("REPEATED") + most("STILLOPEN") + most("ANNOYED") - CALM) / 2
    return accuses + weaker >= SIGNS


def outcome_of(reading: Reading) -> Finding:
    """RE+2 of a plain request: from the log of actions, else from the agent's words."""
    stands = standing(reading)
    log = deeds(reading)
    if log is None:
        return found("RE+2", stands.strength, stands.where, _reason(stands))
    went = went_through(reading, log)
    if log.changes:
        return found("RE+2", went, _told_of(reading, log.changes[-1][0]))
    if wants_deed(reading):
        return found("RE+2", min(went, UNDONE), stands.where, "no action changed anything")
    return found("RE+2", (went + stands.strength) / 2, stands.where)


def of_request(reading: Reading, outcome: Finding, beside: Sequence[Finding]) -> list[Finding]:
    """What speaks for a plain request: its outcome. What is done `beside` it counts where it was done, and little."""
    stands, log = standing(reading), deeds(reading)
    findings = [outcome]
    findings += [replace(f, weight=ASIDE) for f in beside if f.indicator in BESIDE and f.verdict == "met"]
    seen = any(f.indicator == "RE+10" for f in findings)
    if log is None and not seen and (alternative := _alternative(reading, stands)) is not None:
        findings.append(alternative)
    if (outcome.strength or 0.0) < OPEN:
        findings.append(_unsettled(reading, stands) if log is None else _undone(reading, log))
    return findings


def _reason(stands: Standing) -> str:
    if stands.failed is not None:
        return "it failed in the end"
    return stands.hangs


def _told_of(reading: Reading, turn: TurnRead) -> Sentence | TurnRead | None:
    """The sentence in which the customer hears of a change: that of the turn itself, or of the next with words."""
    later = [step for step in steps(reading) if step.turn.index >= turn.index]
    done = next((step for step in later if step.kind == "done"), None)
    return done.where if done is not None else later[0].where if later else None


def _alternative(reading: Reading, stands: Standing) -> Finding | None:
    """RE+10: what was turned down or not found, and whether another way was shown beside it."""
    failures = [step for step in steps(reading) if step.kind == "failed"]
    if not failures or stands.failed is None:
        return None
    last = failures[-1]
    after = [step for step in steps(reading) if step.turn.index > last.turn.index and step.kind in {"proposed", "told"}]
    way = _way(last) or (after[0].where if after else None)
    return found("RE+10", 0.75 if way is not None else 0.0, way)


def _way(step: Step) -> Sentence | None:
    if not step.way:
        return None
    later = [x for x in step.turn.sentences if x.place > step.where.place]
    return next((x for x in later if not phrases("course", "talk").search(x.text)), step.where)


def _unsettled(reading: Reading, stands: Standing) -> Finding:
    """RE-8: what was asked for was refused, failed or left open."""
    if stands.failed is not None:
        return found("RE-8", stands.failed.strength, stands.failed.where, "what was asked for failed or was refused")
    why = stands.hangs or "nothing was done about it"
    return found("RE-8", 0.6, _instead(reading), f"left open: {why}")


def _instead(reading: Reading) -> Sentence | None:
    """What the agent's last turn with content says instead of settling it: what it asks, else its longest sentence."""
    held = [step for step in steps(reading) if step.kind != "talk"] or steps(reading)
    if not held:
        return None
    said = held[-1].turn.sentences
    wants = next((x for x in said if x.asks or phrases("course", "asked").search(x.text)), None)
    return wants or next(filter(points_away, said), None) or max(said, key=lambda x: len(x.words))


def _undone(reading: Reading, log: Deeds) -> Finding:
    """RE-8 from the log: what was tried and failed, what was handed over, or that nothing was changed."""
    if log.errors:
        turn, action = log.errors[-1]
        return found("RE-8", 0.8, _told_of(reading, turn), f"'{action.name}' failed and was not made good")
    if log.changes:
        return found("RE-8", 0.5, _instead(reading), "changed something, and the customer goes on asking")
    why = "passed on to a person" if log.handed_over is not None else "no action changed anything"
    return found("RE-8", 0.6, _instead(reading), f"left open: {why}")
