"""What a judge did in a run, counted for run.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coolhead.graders.judge.judge import Finding


@dataclass
class Tally:
    """Counts of one judge."""

    judged: int = 0
    unjudged: int = 0
    items: int = 0
    cannot_tell: int = 0
    unsupported: int = 0
    """Verdicts that fell for want of a valid quote, twice."""
    retried: int = 0
    suspicious: int = 0
    """Questions about dialogues with words meant for the assessor."""
    manipulated: int = 0
    repeated: int = 0
    same_items: int = 0
    repeated_items: int = 0
    drift: float = 0.0
    why: dict[str, int] = field(default_factory=dict)

    def take(self, finding: Finding) -> None:
        """Counts one finding."""
        sheet = finding.sheet
        self.judged += sheet.score is not None
        self.unjudged += sheet.score is None
        self.items += len(sheet.rulings)
        self.cannot_tell += sum(r.verdict == "cannot_tell" for r in sheet.rulings.values())
        self.unsupported += sheet.unsupported
        self.retried += sheet.calls > 1
        self.suspicious += finding.raised is not None
        self.manipulated += finding.manipulated
        if sheet.score is None:
            why = sheet.reason.partition(":")[0]
            self.why[why] = self.why.get(why, 0) + 1

    def compare(self, first: Finding, second: Finding) -> None:
        """Counts the same question asked again."""
        a, b = first.sheet, second.sheet
        if a.score is None or b.score is None:
            return
        self.repeated += 1
        self.drift += abs(a.score - b.score)
        both = a.rulings.keys() & b.rulings.keys()
        self.repeated_items += len(both)
        self.same_items += sum(a.rulings[id].verdict == b.rulings[id].verdict for id in both)

    def resume(self, counts: Mapping[str, float]) -> None:
        """Adds the counts of an earlier part of the run."""
        for name, value in counts.items():
            if isinstance(getattr(self, name, None), int | float):
                setattr(self, name, getattr(self, name) + value)

    def report(self) -> Mapping[str, Any]:
        """Counts and shares (0-1), None where nothing was counted."""
        return {
            "counts": {name: value for name, value in vars(self).items() if name != "why"},
            "not_judged_why": dict(sorted(self.why.items())),
            "cannot_tell": _share(self.cannot_tell, self.items),
            "evidence_failures": _share(self.unsupported, self.items),
            "self_consistency": {
                "questions": self.repeated,
                "same_verdicts": _share(self.same_items, self.repeated_items),
                "mean_difference": round(self.drift / self.repeated, 2) if self.repeated else None,
            },
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
