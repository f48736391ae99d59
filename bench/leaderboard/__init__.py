"""The leaderboard of a run folder: what each bot scored, how sure that is, and who may be told apart from whom.

`docs/leaderboard.md` says how every number is made.
"""

from coolhead.bench.leaderboard.build import build
from coolhead.bench.leaderboard.model import (
    Agreement,
    Comparison,
    Count,
    Detectable,
    Escalation,
    Group,
    Leaderboard,
    Length,
    PersonaRow,
    Row,
    StyleGap,
    Unseen,
    Weights,
)
from coolhead.bench.leaderboard.unseen import unseen, unseen_text

__all__ = [
    "Agreement",
    "Comparison",
    "Count",
    "Detectable",
    "Escalation",
    "Group",
    "Leaderboard",
    "Length",
    "PersonaRow",
    "Row",
    "StyleGap",
    "Unseen",
    "Weights",
    "build",
    "unseen",
    "unseen_text",
]
