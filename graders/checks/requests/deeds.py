"""What the log of actions shows of a request: changes that went through, and whether they settled it.

For agents that declare what they do. Looking things up is no deed, an error is none, and a change after which the
customer goes on asking did not settle the matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.bench.types import Action
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import TurnRead
from coolhead.graders.reading.words import phrases

_ERROR_WITHIN = 80
"""Characters at the beginning of a result in which "error" says that the call failed."""
PATIENT = 10
"""Customer turns after which half the credit for a short way is gone."""


@dataclass(frozen=True)
class Deeds:
    """The log of a dialogue, sorted."""

    changes: tuple[tuple[TurnRead, Action], ...]
    """What went through."""
    errors: tuple[tuple[TurnRead, Action], ...]
    """Changes that were tried and failed, and not made good by a later call of the same name."""
    handed_over: TurnRead | None
    """Where it went to a person, if the log ends with that."""


@once
def deeds(reading: Reading) -> Deeds | None:
    """The declared actions; None without any."""
    acted = [(t, a) for t in reading.turns for a in t.turn.actions]
    if not acted:
        return None
    tried = [(t, a) for t, a in acted if not looks_up(a) and not _kind(a, "hands_over")]
    went = tuple((t, a) for t, a in tried if not failed(a))
    good = {(a.name, t.index) for t, a in went}
    errors = tuple(
        (t, a) for t, a in tried if failed(a) and not any(name == a.name and n > t.index for name, n in good)
    )
    return Deeds(went, errors, acted[-1][0] if _kind(acted[-1][1], "hands_over") else None)


def failed(action: Action) -> bool:
    """The result of a call says that it failed."""
    return "error" in str(action.detail.get("result", "")).lower()[:_ERROR_WITHIN]


def looks_up(action: Action) -> bool:
    """The call reads and changes nothing, by its name."""
    return _kind(action, "reads")


def _kind(action: Action, name: str) -> bool:
    return phrases("actions", name).search(action.name.replace("_", " ").replace("-", " ").lower()) is not None


def went_through(reading: Reading, log: Deeds) -> float:
    """How far the log and what is said around it settle a request, 0-1.

    Something was changed; the customer has little left to say after it; the agent did not mostly wait for a go-ahead;
    nothing had to be said twice; few turns were needed. Passing the matter on, and an error that was not made good,
    take a fifth each.
    """
    customers = [t for t in reading.customers if not t.empty]
    last = max((t.index for t, _ in log.changes), default=-1)
    after = sum(t.index > last for t in customers)
    short = 1 / (1 + max(0, after - 1) / 2) if log.changes else 0.0
    waits = sum(phrases("course", "waiting").search(t.text) is not None for t in reading.agents)
    again = sum(max(reading.p(t, "REPEATED"), reading.p(t, "STILLOPEN")) for t in customers)
    held = 0.25 * bool(log.changes) + 0.25 * short + 0.2 * (1 - waits / max(1, len(reading.agents))) + 0.3 / (1 + again)
    held *= 0.6 + 0.6 / (1 + len(customers) / PATIENT)
    return min(1.0, held * (0.8 if log.errors else 1.0) * (0.8 if log.handed_over is not None else 1.0))
