"""What a run may spend and what it has spent, by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

from coolhead.bench.types import ChatOutcome, Purpose


@dataclass
class Account:
    """Sums of one role."""

    calls: int = 0
    cached: int = 0
    """Answers that came from the cache and cost nothing now."""
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    tokens_unknown: int = 0
    """Calls whose tokens nobody told: the sums are too low by these."""
    cost_usd: float = 0.0
    cost_unknown: int = 0
    """Calls of unknown price: the cost is too low by these."""
    seconds: float = 0.0


@dataclass
class Purse:
    """Asked before every call, told after it.

    A call in flight holds its worst case back, so many calls at once cannot pass the limit together.
    """

    limit: float | None = None
    """USD for the run; None = no limit."""
    accounts: dict[str, Account] = field(default_factory=lambda: {role: Account() for role in get_args(Purpose)})
    held: float = 0.0
    """USD held back for calls under way."""
    lost: float = 0.0
    """USD that calls without an answer may have cost; counts against the limit only."""

    def carry_over(self, earlier: Mapping[str, Mapping[str, Any]]) -> None:
        """Goes on from what an interrupted run had spent (its `report()`)."""
        for role, sums in earlier.items():
            known = {name: value for name, value in sums.items() if name in Account.__dataclass_fields__}
            self.accounts[role] = Account(**{**known, "cost_usd": known.get("cost_usd") or 0.0})

    @property
    def spent(self) -> float:
        """USD that count against the limit."""
        return sum(account.cost_usd for account in self.accounts.values()) + self.lost

    def hold(self, worst: float) -> bool:
        """Holds back the worst case of a call; False when that could pass the limit, and then nothing is held."""
        if self.limit is not None and self.spent + self.held + worst > self.limit:
            return False
        self.held += worst
        return True

    def release(self, worst: float, *, lost: bool = False) -> None:
        """The call is over; `lost` = it was sent and nobody will tell what it cost."""
        self.held = max(0.0, self.held - worst)
        if lost:
            self.lost += worst

    def enter(self, purpose: Purpose, outcome: ChatOutcome) -> None:
        """Books an outcome on its role."""
        account = self.accounts[purpose]
        if outcome.cached:
            account.cached += 1
            return
        account.calls += outcome.attempts
        account.failed += not outcome.ok
        if not outcome.attempts:
            return
        if outcome.usage is None or None in (outcome.usage.prompt_tokens, outcome.usage.completion_tokens):
            account.tokens_unknown += 1
        if outcome.usage is not None:
            account.prompt_tokens += outcome.usage.prompt_tokens or 0
            account.completion_tokens += outcome.usage.completion_tokens or 0
        if outcome.cost_usd is None:
            account.cost_unknown += 1
        else:
            account.cost_usd += outcome.cost_usd
        account.seconds += outcome.seconds or 0.0

    def report(self) -> dict[str, dict[str, Any]]:
        """Sums by role, without roles that nobody played; `cost_usd` is None where nothing of it is known."""
        found = {}
        for role, account in self.accounts.items():
            if account.calls or account.cached:
                sums = asdict(account)
                known = account.cost_usd > 0 or not account.cost_unknown
                sums |= {
                    "cost_usd": round(account.cost_usd, 6) if known else None, "seconds": round(account.seconds, 3),
                }  # fmt: skip
                found[role] = sums
        return found
