"""What a leaderboard holds: plain data, written to `leaderboard.json` and read by tables, plots, page and gate."""

from __future__ import annotations

from typing import Any, Literal

from coolhead.bench.types import Mean, Standing
from coolhead.personas.case import Model


class Length(Model):
    """What is left of a bot's overall score when nobody gains by writing more."""

    words: float | None
    """Geometric mean of words per reply."""
    overall: Mean
    """At the common length of all bots; may leave 0-100."""
    beyond: bool = False
    """The bot hardly ever writes that much or that little: the value is an extrapolation."""


class Weights(Model):
    """What other weights of the criteria would do to the bot's rank (by mean, without regard to noise)."""

    low: int | None
    high: int | None
    """Ranks that hold 95 % of the weights drawn."""
    first: float | None
    """Share of the weights drawn that put the bot first."""


class Row(Standing):
    """A bot's row with everything that tables, plots and page show of it."""

    graders: dict[str, dict[str, Mean]] = {}
    """Criterion -> grader -> mean: every grader's own column, headline or not."""
    intervals: dict[str, Mean] = {}
    """The outcome numbers that have an interval: accepted (0-1), end_anger, anger_area, turns, ..."""
    caps: float = 0.0
    """Points that critical errors took off the overall score (already taken off there)."""
    length: Length | None = None
    weights: Weights | None = None
    pass_intervals: dict[str, Mean] = {}
    cost_per_dialogue: float | None = None
    """In USD; None = unknown."""
    tokens_per_dialogue: float | None = None
    """Read and written by the bot's model; None = unknown, or no model."""
    escalations: dict[str, int] = {}
    """What made the anger rise again -> how often."""
    clusters: int = 0
    """Independent pieces of evidence behind the overall score: families of personas, or dialogues."""


class Comparison(Model):
    """How much higher bot `a` scores overall than bot `b`."""

    a: str
    b: str
    difference: Mean
    p: float | None
    p_joint: float | None
    """Adjusted for all pairs together: what a claim rests on."""
    p_holm: float | None
    claim: Literal["a", "b"] | None
    """Who is better at 95 % for all pairs at once; None = not told apart."""
    paired: bool
    """On common personas and seeds; False: two independent samples (Welch)."""


class Detectable(Model):
    """The smallest true difference that this table would find four times out of five."""

    difference: float | None
    all_pairs: float | None
    """The same for a claim among all pairs at once."""
    clusters: int


class Unseen(Model):
    """What so few customers cannot show, whatever their scores."""

    share: float
    """Of all customers, those that a fault strikes (0-1)."""
    clusters: int
    """Independent pieces of evidence that were played: of the ranked bot that has fewest."""
    chance: float
    """That the fault strikes none of them (0-1)."""
    needed: int
    """Clusters that bring this chance to 5 %."""


class PersonaRow(Model):
    """How hard a persona was, over all bots."""

    id: str
    title: str = ""
    family: str
    kind: str = ""
    style: tuple[str, ...] = ()
    anger: int | None = None
    """Heat at the start, 0-10."""
    dialogues: int
    overall: float | None
    """Mean over the bots that met it."""
    accepted: float | None
    end_anger: float | None
    scores: dict[str, float | None] = {}
    """Bot -> mean overall score of its dialogues; empty where the table would be too large."""


class Group(Model):
    """Mean overall score on a part of the personas: a style, a kind, a level of abuse."""

    by: Literal["kind", "style", "abuse"]
    name: str
    personas: int
    overall: dict[str, Mean]
    accepted: dict[str, float | None]


class StyleGap(Model):
    """How much a way of writing moves the overall score: in it, minus the same customers in all other ways."""

    style: str
    customers: int
    """Who wrote in this and in another way."""
    all: Mean
    """Averaged over the bots."""
    bots: dict[str, Mean]


class Escalation(Model):
    """A moment at which the anger rose again, and the bot's turn that caused it."""

    dialogue: str
    turn: int
    """The agent's turn, counted from 0 in `Dialogue.turns`."""
    rise: float
    """On the 0-1 scale."""
    event: str
    """What the customer made of the turn; empty = patience wore out without an event."""
    quote: str


class Count(Model):
    """Verdicts on one indicator."""

    met: int = 0
    missed: int = 0
    not_applicable: int = 0


class Agreement(Model):
    """How far the graders of one criterion agree."""

    criterion: str
    graders: tuple[str, ...]
    alpha: float | None
    """Krippendorff's alpha on the 0-100 scores."""
    low: float | None
    high: float | None
    gwet: float | None
    """Gwet's AC2 (quadratic) on the five levels: stays honest when nearly all ratings are alike."""
    n: int
    """Dialogues that at least two graders judged."""
    table: tuple[tuple[int, ...], ...] = ()
    """The first two graders: dialogues by level of one (rows 1-5) and of the other (columns 1-5)."""


class Leaderboard(Model):
    """Everything that is said of a run; `rows` are in the order of the table."""

    format: int = 1
    run: dict[str, Any]
    rows: tuple[Row, ...]
    comparisons: tuple[Comparison, ...]
    criteria: tuple[str, ...] = ()
    """The criteria that the overall score is made of."""
    detectable: Detectable | None = None
    unseen: Unseen | None = None
    length_slope: Mean | None = None
    """Points of the overall score per doubling of the words per reply, within bot and persona."""
    common_length: float | None = None
    """Words per reply to which `Row.length` moves every bot: the geometric mean over them."""
    clusters: int = 0
    """Independent pieces of evidence: families of personas, or dialogues."""
    method: str = ""
    """How the pairs were compared."""
    transcripts: bool = False
    """Dialogues that already happened: no outcome axis, no common seeds."""
    personas: tuple[PersonaRow, ...] = ()
    groups: tuple[Group, ...] = ()
    style_gaps: tuple[StyleGap, ...] = ()
    trajectories: dict[str, tuple[float, ...]] = {}
    """Bot -> mean anger (0-1) before its 1st, 2nd, ... reply; a finished dialogue keeps its last value."""
    escalations: dict[str, tuple[Escalation, ...]] = {}
    """Bot -> its steepest re-escalations."""
    indicators: dict[str, dict[str, dict[str, Count]]] = {}
    """Bot -> criterion -> indicator -> verdicts, of the headline graders."""
    agreement: tuple[Agreement, ...] = ()
    notes: tuple[str, ...] = ()
    """What was mixed, left out or could not be judged."""
