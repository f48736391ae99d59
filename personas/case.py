"""The case: what the agent legitimately knows, and the base that all we write to disk stands on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Model(BaseModel):
    """Base of everything we write to disk: frozen, and a field nobody knows is an error, not a typo kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
SlotMark = Annotated[str, StringConstraints(pattern=r"^\{[a-z][a-z0-9_]*\}$")]
"""A slot of a persona file, "{cap}": the seed puts its value there."""
Texts = Annotated[tuple[str, ...], Field(min_length=1)]
Concepts = tuple[str, ...]
"""Groups that must all be hit; the alternatives of a group are separated by `|`, e.g.
`("engineer|technician|fitter|visit", "tomorrow|{visit}")`. Case, endings and number words do not matter."""


class Grant(Model):
    """Something the policy lets the agent give."""

    id: Slug
    label: str
    """Plain words: "credit for the days without service"."""
    limit: str = ""
    """Plain words: "daily rate times days, plus at most 20 cr"; empty = no limit beyond the label."""
    conditions: tuple[str, ...] = ()
    """When it may be given, in plain words; empty = always."""
    max_amount: Annotated[float, Field(ge=0)] | SlotMark | None = None
    """The most it may cost in `cr`, where the limit is a sum: a number, or in a persona file the slot that holds it."""

    @property
    def most(self) -> float | None:
        """`max_amount` in `cr`; None where the limit is no sum or the seed has not drawn it yet."""
        return self.max_amount if isinstance(self.max_amount, float) else None


class Policy(Model):
    """What the firm allows, forbids and promises."""

    grants: tuple[Grant, ...] = ()
    forbidden: tuple[str, ...] = ()
    """Things the agent may not give, say or do, in plain words."""
    service_times: dict[str, str] = {}
    """What takes how long: "engineer visit" -> "next working day, 08:00-12:00"."""
    fault_admission: Literal["allowed", "regret_only"] = "regret_only"
    """Whether the agent may admit legal fault; regret and facts of the record are always fine."""


class Case(Model):
    """The file on the agent's desk. Bots and graders see it; it never says what the customer hides."""

    firm: str = ""
    industry: str = ""
    product: str = ""
    today: str = ""
    """The day of the contact in plain words, so that "tomorrow" means something."""
    record: dict[str, str] = {}
    """What the firm's system shows: name -> value."""
    policy: Policy = Policy()
    routes: tuple[str, ...] = ()
    """Ways to reach people: "billing line 555-0142, weekdays 8-18"."""
    tools: tuple[str, ...] = ()
    """Names of actions a bot may declare beside the grants, e.g. "hand_over"."""
