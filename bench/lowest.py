"""The dialogues that went worst, with the words that the verdicts rest on: for the gate and pytest's report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Evidence, Grade
from coolhead.graders.rubric import rubric

LONGEST_TURN = 240
"""Characters of a turn that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A dialogue and what was said of it."""

    dialogue: Dialogue
    grades: tuple[Grade, ...]
    score: float | None
    """Mean over the criteria that were judged."""


def lowest(folder: RunFolder, *, bots: Collection[str] = (), count: int = 3) -> list[Shown]:
    """The `count` dialogues with the lowest mean score (of these bots), the lowest first.

    Of equal scores, those with critical errors come first.
    """
    sums: dict[str, list[float]] = {}
    critical: dict[str, int] = {}
    for grade in folder.grades():
        if grade.score is not None:
            sums.setdefault(grade.dialogue, []).append(grade.score)
        critical[grade.dialogue] = critical.get(grade.dialogue, 0) + len(grade.critical)
    means = {id: sum(scores) / len(scores) for id, scores in sums.items()}
    found: list[tuple[tuple[float, int, str], Dialogue]] = []
    for dialogue in folder.dialogues():
        if dialogue.id in means and (not bots or dialogue.bot in bots):
            found.append(((means[dialogue.id], -critical.get(dialogue.id, 0), dialogue.id), dialogue))
            if len(found) > 4 * count + 50:  # a run may hold more dialogues than memory
                found = sorted(found, key=lambda item: item[0])[:count]
    best = sorted(found, key=lambda item: item[0])[:count]
    wanted = {dialogue.id for _, dialogue in best}
    grades: dict[str, list[Grade]] = {}
    for grade in folder.grades():
        if grade.dialogue in wanted:
            grades.setdefault(grade.dialogue, []).append(grade)
    return [Shown(dialogue, tuple(grades.get(dialogue.id, ())), means[dialogue.id]) for _, dialogue in best]


def as_text(shown: Shown, *, turns: int = 6) -> str:
    """Scores, what went wrong with its quotes, and the last turns, as plain text."""
    dialogue = shown.dialogue
    scores = ", ".join(f"{g.criterion} {'not judged' if g.score is None else f'{g.score:.0f}'}" for g in shown.grades)
    lines = [f"{dialogue.id}  ({dialogue.end.reason.replace('_', ' ')})", f"  {scores}"]
    if dialogue.failure:
        lines.append(f"  failed: {dialogue.failure.where} {dialogue.failure.kind}: {dialogue.failure.message}")
    lines += [f"  {line}" for line in faults(shown)]
    left = len(dialogue.turns) - turns
    lines += [f"  ... {left} turns before"] if left > 0 else []
    for turn in dialogue.turns[-turns:]:
        lines.append(f"  {'agent   ' if turn.role == 'agent' else 'customer'}  {_short(turn.text)}")
    return "\n".join(lines)


def faults(shown: Shown, *, most: int = 8) -> list[str]:
    """What was done wrong (with the words) and what was left undone, gravest first."""
    known = rubric().indicators
    caps = rubric().caps
    errors: list[str] = []
    missed: list[str] = []
    for grade in shown.grades:
        quotes: dict[str, Evidence] = {}
        for evidence in grade.evidence:
            quotes.setdefault(evidence.indicator, evidence)
        for id in grade.critical:
            text = caps[id].text if id in caps else ""
            errors.insert(0, f"critical {id} {text}{_quoted(quotes.get(id))}")
        for id, verdict in grade.indicators.items():
            indicator = known.get(id)
            if indicator is None or id in grade.critical:
                continue
            if verdict == "met" and not indicator.good:
                errors.append(f"{id} {indicator.text}{_quoted(quotes.get(id))}")
            elif verdict == "missed" and indicator.good and indicator.core:
                missed.append(f"missing {id} {indicator.text}{_quoted(quotes.get(id))}")
    return (errors + missed)[:most]


def _quoted(evidence: Evidence | None) -> str:
    return f': turn {evidence.turn} "{_short(evidence.quote, longest=120)}"' if evidence and evidence.quote else ""


def _short(text: str, *, longest: int = LONGEST_TURN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
