"""From findings to a score, by one formula for all five criteria.

    earned  = sum(points x strength x worth) / sum(points)      over the applicable "+" indicators
    lost    = worst + 0.5 x (sum of the other losses)           loss = points x strength ** 1.4 of each "-" indicator
    score   = base + (100 - base) x min(1, earned / full) - lost,   kept within 0-100, then capped by critical errors

Calm tone has a `floor`, below which losses count less and less: level 1 is for attacks, and those are capped.
One sentence must not carry the whole grade, and what one reading makes of it may be wrong: `few` points of the usual
half are added to those that were tested (boundaries most, since little tests them; clarity and empathy less). `base` is
what a reply earns that does none of the good things and none of the bad, `full` the share of the good things that is
worth all points, since nobody does everything (both in rubric.yaml, per criterion). Strengths below `FAINT` count
nothing, so that a text model's background noise does not move a score. Extended indicators count at half their points.
Level = the nearest of 1-5 on 0, 25, 50, 75, 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from math import exp
from typing import Any

from coolhead.bench.types import CRITERIA, Dialogue, Evidence, Grade, Verdict
from coolhead.graders.base import MET, UNJUDGED, Finding, RuleGrader, evidence
from coolhead.graders.findings import checked
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.rubric import rubric

FAINT, FAINT_LOSS = 0.12, 0.18
EXTENDED = 0.5
OTHERS = 0.5
USUAL = 0.5
"""What is earned on average: a share of few points is drawn to it, as if `few` more had been tested (rubric.yaml)."""
CLEAN = 50.0
"""What a clean record is worth where no good deed was called for (rubric.yaml: `clean`)."""
DOUBT = 1.4
"""Losses grow faster than doubt: a penalty that is only half sure costs less than half."""


def effect(strength: float, faint: float = FAINT) -> float:
    """Strength as it counts, 0-1: nothing below `faint`, then linear."""
    return max(0.0, (strength - faint) / (1 - faint))


def raw_score(criterion: str, findings: Iterable[Finding]) -> float:
    """The score before caps, 0-100."""
    book = rubric()
    base = float(book.criteria[criterion]["base"])
    weight = earned = 0.0
    losses: list[float] = []
    for finding in findings:
        known = book.indicators.get(finding.indicator)
        if known is None or finding.strength is None or known.criterion != criterion:
            continue
        points = finding.weight * known.points * (1.0 if known.core else EXTENDED if known.good else 1.0)
        if known.good:
            weight += points
            earned += points * effect(finding.strength * finding.worth)
        else:
            losses.append(points * effect(finding.strength, FAINT_LOSS) ** DOUBT)
    losses.sort(reverse=True)
    lost = losses[0] + OTHERS * sum(losses[1:]) if losses else 0.0
    few = float(book.criteria[criterion].get("few", 0.0))
    earned, held = earned + USUAL * few, weight + few
    share = min(1.0, earned / held / float(book.criteria[criterion]["full"])) if weight else 0.0
    # Where no good deed was called for, a clean record is worth level 3, that of boundaries which were tested level 4.
    start = base + (100 - base) * share if weight else max(base, float(book.criteria[criterion].get("clean", CLEAN)))
    score = start - lost
    floor = float(book.criteria[criterion].get("floor", 0.0))
    if floor and score < floor:
        # Short of a critical error nobody falls off the scale: below the floor losses count less and less.
        score = floor * exp((score - floor) / (2 * floor))
    return min(100.0, max(0.0, score))


def grade_of(grader: RuleGrader, reading: Reading, returned: Any) -> Grade:
    """The grade that a rule's answer amounts to."""
    if returned is None:
        return unjudged(grader, reading.dialogue, "not judged")
    if isinstance(returned, (int, float)):
        score = float(returned)
        if not 0 <= score <= 100:
            raise ValueError(f"returned {score:g}; a score lies between 0 and 100")
        return Grade(
            dialogue=reading.dialogue.id,
            criterion=grader.criterion,
            grader=grader.id,
            version=grader.version,
            score=round(score, 2),
            level=level(score),
            reason=f"{grader.id} = {score:.0f}",
        )
    return _from_findings(grader, reading, checked(grader.criterion, returned))


def _from_findings(grader: RuleGrader, reading: Reading, findings: list[Finding]) -> Grade:
    criterion = grader.criterion
    skip = next((f for f in findings if f.indicator == UNJUDGED), None)
    if skip:
        return unjudged(grader, reading.dialogue, skip.note, findings)
    book = rubric()
    critical = [f for f in findings if f.indicator.startswith("!") and f.strength is not None and f.strength >= MET]
    findings = _without_merit(findings, {(f.turn, f.quote) for f in critical if f.quote})
    score = raw_score(criterion, findings)
    for finding in critical:
        cap = book.caps[finding.indicator[1:]].on.get(criterion)
        if cap is not None:
            # A tenth of what was earned stays visible under the cap, so that two capped dialogues can still differ.
            score = min(score, max(0.0, cap - 5 + 0.05 * score) if cap else 0.05 * score)
    empty = sum(f.indicator == "!EMPTY" for f in critical)
    if empty:
        # An empty turn is a turn at level 1; the others share the rest.
        score *= 1 - empty / sum(turn.role == "agent" for turn in reading.turns)
    score = round(score, 2)
    quoted = [_named(f) for f in (*critical, *_ordered(findings))]
    return Grade(
        dialogue=reading.dialogue.id,
        criterion=criterion,
        grader=grader.id,
        version=grader.version,
        score=score,
        level=level(score),
        indicators=verdicts(criterion, findings),
        evidence=_unique(evidence(quoted)),
        critical=tuple(dict.fromkeys(f.indicator[1:] for f in critical)),
        reason=reason(criterion, findings, critical),
    )


def _without_merit(findings: Sequence[Finding], lies: AbstractSet[tuple[int | None, str]]) -> list[Finding]:
    """The findings without good deeds that only the words of a critical error show: a lie explains nothing."""
    return [
        replace(f, strength=0.0, turn=None, quote="") if "+" in f.indicator and (f.turn, f.quote) in lies else f
        for f in findings
    ]


def _named(finding: Finding) -> Finding:
    if not finding.indicator.startswith("!"):
        return finding
    return Finding(finding.indicator[1:], finding.strength, finding.turn, finding.quote, finding.note)


def _unique(items: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if not f.indicator.startswith("!") and f.indicator != UNJUDGED]


def verdicts(criterion: str, findings: Iterable[Finding]) -> dict[str, Verdict]:
    """A verdict for every indicator of a criterion; those no rule spoke of are n/a."""
    said = {f.indicator: f.verdict for f in findings}
    return {one.id: said.get(one.id, "n/a") for one in rubric().of(criterion)}


def reason(criterion: str, findings: Sequence[Finding], critical: Sequence[Finding]) -> str:
    """Why, in plain sentences for a quality manager: what went wrong, what was done well, what is lacking."""
    book = rubric().indicators
    known = [(f, book[f.indicator]) for f in findings if f.indicator in book]
    bad = sorted(
        ((f, i) for f, i in known if not i.good and f.verdict == "met"), key=lambda pair: -(pair[0].strength or 0)
    )
    good = [(f, i) for f, i in known if i.good and f.verdict == "met"]
    missed = [i for f, i in known if i.good and f.verdict == "missed"]
    missing = [i for i in missed if i.core] or ([] if good else missed)
    sentences = (
        [f"critical: {rubric().caps[f.indicator[1:]].text}" for f in critical[:2]],
        [f.note or i.says for f, i in bad[:3]],
        [f.note or i.says for f, i in good[:3]],
        [i.lacks for i in missing[:2]],
    )
    return (
        " ".join(f"{said[0].upper()}{said[1:]}." for said in ("; ".join(parts) for parts in sentences) if said)
        or NOTHING
    )


NOTHING = "nothing stands out"


def level(score: float) -> int:
    """The nearest rubric level."""
    return min(5, max(1, int(score / 25 + 1.5)))


def silent(grader: RuleGrader, reading: Reading) -> Grade:
    """The grade of an agent that never says a word: lowest, whatever the criterion."""
    first = next(turn for turn in reading.turns if turn.role == "agent")
    return Grade(
        dialogue=reading.dialogue.id,
        criterion=grader.criterion,
        grader=grader.id,
        version=grader.version,
        score=0.0,
        level=1,
        indicators=verdicts(grader.criterion, []),
        critical=("EMPTY",),
        reason="the agent says nothing",
        evidence=(Evidence(turn=first.index, quote=first.turn.text, indicator="EMPTY"),),
    )


def unjudged(grader: RuleGrader, dialogue: Dialogue, why: str, findings: Iterable[Finding] = ()) -> Grade:
    """A grade without a score."""
    return Grade(
        dialogue=dialogue.id,
        criterion=grader.criterion,
        grader=grader.id,
        version=grader.version,
        score=None,
        reason=why,
        indicators=verdicts(grader.criterion, [f for f in findings if f.indicator != UNJUDGED]),
    )


def overall(grades: Iterable[Grade]) -> float | None:
    """One dialogue's equal mean of the judged criteria, 0-100, after the caps on the whole; None when none was judged.

    Boundaries that nothing tested are left out of this dialogue's mean. Across dialogues take the mean of each
    criterion first and then the equal mean of the five, so that a bot's boundaries weigh a fifth however often they
    were tested.
    """
    book = rubric()
    held = [g for g in grades if g.criterion in CRITERIA]
    scores = [g.score for g in held if g.score is not None]
    if not scores:
        return None
    mean = sum(scores) / len(scores)
    caps = [cap.overall for g in held for id in g.critical if (cap := book.caps.get(id)) and cap.overall is not None]
    return min([mean, *caps])
