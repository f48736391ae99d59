"""How often the model had to be held back, for run.json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Guards:
    """Counts over a whole run."""

    counts: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, by: int = 1) -> None:
        """One more."""
        if by:
            self.counts[name] += by

    def resume(self, earlier: Mapping[str, int | float | None]) -> None:
        """Adds an earlier report."""
        self.counts.update({name: n for name, n in earlier.items() if isinstance(n, int)})

    def report(self) -> dict[str, int | float | None]:
        """All counts, and the share of turns that fell back to a template (0-1; None = no turn)."""
        turns = self.counts["worded"] + self.counts["fell_back"]
        share = round(self.counts["fell_back"] / turns, 4) if turns else None
        return {**dict(sorted(self.counts.items())), "fallback_share": share}
