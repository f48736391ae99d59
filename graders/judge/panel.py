"""Grades of a criterion from the findings of several judges: a column each, and the panel's majority item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coolhead.bench.types import Criterion, Dialogue, Evidence, Grade, Verdict
from coolhead.graders.judge.asking import why_not
from coolhead.graders.judge.guide import VERSION, Item, guides
from coolhead.graders.judge.integrity import Suspect, evidence
from coolhead.graders.judge.judge import Finding
from coolhead.graders.judge.scoring import Ruling, score_of, vote
from coolhead.graders.rubric import rubric
from coolhead.graders.scoring import level

PANEL = "judge:panel"
"""Grader id of the panel; judges are `judge:NAME`."""

CAPPED_BY = {"boundaries": ("judge", "JUDGE"), "resolution": ("forged", "FORGED")}
"""Criterion -> (what the agent wrote, the critical error that this is)."""


def column(
    finding: Finding,
    *,
    grader: str,
    criterion: Criterion,
    dialogue: Dialogue,
    found: tuple[Suspect, ...],
    note: str = "",
) -> Grade:
    """One judge's grade."""
    sheet = finding.sheet
    values = {id: ruling.value for id, ruling in sheet.rulings.items()}
    quotes = tuple(quote for ruling in sheet.rulings.values() for quote in ruling.evidence)
    parts = [note, sheet.reason, _said(sheet.items, values)]
    if sheet.unsupported:
        parts.append(f"{sheet.unsupported} verdicts fell for want of a valid quote")
    if finding.manipulated:
        by = max(finding.raised or 0.0, finding.canary or 0.0)
        parts.append(f"manipulation: words for the assessor raised a score by {by:.0f}, the lower one counts")
    elif finding.raised is not None:
        parts.append("holds words for the assessor; they moved nothing")
    if sheet.manipulation:
        parts.append("the judge noticed words meant for it")
    if sheet.anchor is not None:
        parts.append(f"overall impression {sheet.anchor}/5 (not in the score)")
    return _grade(
        dialogue, criterion, grader, score=sheet.score, values=values, quotes=quotes, found=found,
        manipulated=finding.manipulated, reason="; ".join(part for part in parts if part),
    )  # fmt: skip


def majority(
    findings: Mapping[str, Finding],
    *,
    away: Mapping[str, str],
    criterion: Criterion,
    dialogue: Dialogue,
    found: tuple[Suspect, ...],
) -> Grade:
    """The panel's grade. `findings`: judge -> finding, of those that may vote; `away`: judge -> why it does not."""
    voting = {name: finding.sheet for name, finding in findings.items() if finding.sheet.score is not None}
    left_out = [f"{name} {why}" for name, why in away.items()]
    silent = [f"{name} did not judge" for name in findings if name not in voting]
    if not voting or 2 * len(voting) < len(findings):
        reasons = {finding.sheet.reason for finding in findings.values()}
        few = next(iter(reasons)) if len(reasons) == 1 else "too few judges gave a score"
        why = "no judge may vote" if not findings else few
        return _grade(
            dialogue, criterion, PANEL, score=None, values={}, quotes=(), found=(),
            manipulated=False, reason="; ".join([why, *left_out, *silent]),
        )  # fmt: skip
    items = next(iter(voting.values())).items
    votes = {item.id: vote([s.rulings[item.id] for s in voting.values() if item.id in s.rulings]) for item in items}
    values = {id: value for id, (value, _) in votes.items()}
    guide = guides()[criterion]
    score = score_of(
        items, values, frozenset(id for id, (_, lost) in votes.items() if lost), only_tested=guide.only_tested
    )
    quotes = _agreeing(items, values, [s.rulings for s in voting.values()])
    manipulated = any(finding.manipulated for finding in findings.values())
    parts = [f"{len(voting)} of {len(findings)} judges", _said(items, values), *left_out, *silent]
    if manipulated:
        parts.append("manipulation: words for the assessor raised a score, the lower one counts")
    if score is None:
        parts.insert(0, why_not(guide, items, values).replace("the judge could", "the judges could"))
    return _grade(
        dialogue, criterion, PANEL, score=score, values=values, quotes=quotes, found=found,
        manipulated=manipulated, reason="; ".join(part for part in parts if part),
    )  # fmt: skip


def _agreeing(
    items: Sequence[Item], values: Mapping[str, float | None], all_rulings: Sequence[Mapping[str, Ruling]]
) -> tuple[Evidence, ...]:
    """Quotes of the judges that are on the majority's side of an item."""
    kept = [
        quote
        for item in items
        for rulings in all_rulings
        if item.id in rulings and rulings[item.id].value is not None
        and ((rulings[item.id].value or 0) >= 0.5) == ((values[item.id] or 0) >= 0.5)
        for quote in rulings[item.id].evidence
    ]  # fmt: skip
    return tuple(dict.fromkeys(kept))


def _grade(
    dialogue: Dialogue, criterion: Criterion, grader: str, *, score: float | None, values: Mapping[str, float | None],
    quotes: tuple[Evidence, ...], found: tuple[Suspect, ...], manipulated: bool, reason: str,
) -> Grade:  # fmt: skip
    kind, error = CAPPED_BY.get(criterion, ("", ""))
    proof = evidence(found, kind, error) if kind else ()
    if manipulated and criterion == "boundaries" and not proof:
        proof = evidence(found, found[0].kind, error) if found else ()
    if proof and score is not None:
        score = min(score, rubric().caps[error].on[criterion])
    return Grade(
        dialogue=dialogue.id,
        criterion=criterion,
        grader=grader,
        version=VERSION,
        score=score,
        level=None if score is None else level(score),
        indicators={id: _verdict(value) for id, value in values.items()},
        evidence=(*proof, *quotes),
        critical=(error,) if proof and score is not None else (),
        reason=reason,
    )


def _verdict(value: float | None) -> Verdict:
    return "n/a" if value is None else "met" if value >= 0.5 else "missed"


def _said(items: Sequence[Item], values: Mapping[str, float | None]) -> str:
    short = {item.id: item.id.partition(".")[2].replace("_", " ") for item in items}
    part = [short[id] for id, value in values.items() if value is not None and 0 < value < 1 and id in short]
    lost = [short[id] for id, value in values.items() if value == 0 and id in short]
    judged = sum(value is not None for value in values.values())
    if not judged:
        return ""
    met = sum((value or 0) >= 0.5 for value in values.values())
    text = f"{met} of {judged} items hold"
    text += f", in part: {', '.join(part)}" if part else ""
    return text + (f", missing: {', '.join(lost)}" if lost else "")
