"""What has been offered, agreed, promised and settled, and how far the case has come.

A remedy goes: nothing -> offered -> agreed (the customer said yes) -> promised -> settled. It settles only when the
promise came after the facts that make sense of it, brought what the customer needs (sum, time, reference, route), and
was not taken back. A promise made too early counts once it is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from coolhead.bench.customers.story import Story
from coolhead.bench.customers.wanted import Wanted
from coolhead.personas.schema import Outcome

WORD = "word"
"""What is asked for where a promise came too early: a plain yes to it, now that the facts are told."""


@dataclass(slots=True)
class Entry:
    """How one remedy stands."""

    stage: str = "nothing"
    has: set[str] = field(default_factory=set)
    early: bool = False
    """It was promised before the facts that make sense of it."""
    since: int = -1
    """Agent turn of the last move."""
    misstated: bool = False
    """The last sum named was not the right one."""
    misdated: bool = False
    """The last time named was not the case's."""
    misnamed: str = ""
    """The last promise had this figure for a thing that has another."""
    silent: bool = False
    """So far only an action spoke of it."""


@dataclass(slots=True)
class Ledger:
    """The customer's book of promises."""

    story: Story
    entries: dict[str, Entry] = field(default_factory=dict)
    cause: bool = False
    over: int = 0
    """How often more was granted than anybody believes."""
    over_open: bool = False
    """The excess has not been taken back."""
    over_label: str = ""
    """What was granted in excess, in plain words."""
    wrong: set[str] = field(default_factory=set)
    brought_up: set[str] = field(default_factory=set)
    """What does not help and the agent has spoken of as something it could give."""
    understood: bool = False
    """The agent has shown that it knows what this case is about."""
    turn: int = 0

    def __post_init__(self) -> None:
        self.entries = {r.id: Entry() for r in self.story.remedies}

    def settled(self) -> tuple[str, ...]:
        """Ids of remedies that the customer regards as firmly promised, in the persona's order."""
        return tuple(r.id for r in self.story.remedies if self.entries[r.id].stage == "settled")

    def given(self) -> bool:
        """Whether anything of the case stands promised."""
        return bool(self.waiting("promised", "settled"))

    def missing(self, wanted: Wanted) -> list[str]:
        """Needs that its promise has not met."""
        return [need for need in wanted.needs if need not in self.entries[wanted.id].has]

    def waiting(self, *stages: str) -> list[Wanted]:
        """Remedies in one of these stages."""
        return [r for r in self.story.remedies if self.entries[r.id].stage in stages]

    def outcome(self) -> Outcome | None:
        """The best acceptable outcome that is complete, or None."""
        done = set(self.settled())
        return next((o for o in self.story.persona.accept if set(o.remedies) <= done), None)

    def target(self) -> Outcome:
        """The outcome that is nearest to complete; the better-liked one at a tie."""
        return max(self.story.persona.accept, key=lambda o: (self._share(o), o.liking))

    def progress(self, disclosed: Iterable[str]) -> float:
        """Share of the case that is done, 0-1: the remedies of the nearest outcome, and having found what is behind."""
        known = set(disclosed)
        keys = [f.id for f in self.story.facts if f.fact.unlocks] or [
            f.id for f in self.story.facts if f.fact.level == "secret"
        ]
        found = 1.0 if self.cause or (keys and set(keys) <= known) else 0.0
        target = self.target()
        parts = [self._worth(r) for r in target.remedies]
        return (sum(parts) + 0.6 * found) / (len(parts) + 0.6)

    def _share(self, outcome: Outcome) -> float:
        return sum(self._worth(r) for r in outcome.remedies) / len(outcome.remedies)

    def _worth(self, remedy: str) -> float:
        return {"settled": 1.0, "promised": 0.45, "agreed": 0.25, "offered": 0.2}.get(self.entries[remedy].stage, 0.0)

    def agree(self, only: Collection[str] = ()) -> list[str]:
        """The customer says yes to what was offered (or to `only` these of it).

        Those remedies now wait for the agent's word that it is done.
        """
        agreed = [r.id for r in self.waiting("offered") if not only or r.id in only]
        for name in agreed:
            self.entries[name].stage = "agreed"
        return agreed

    def decline(self, names: Collection[str]) -> None:
        """The customer says no to what was offered."""
        for name in names:
            if self.entries[name].stage == "offered":
                self.entries[name].stage = "nothing"
