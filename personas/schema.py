"""What a customer is, and what the agent may know of the case: the ground floor of CoolHead.

A persona file is one `Persona` with its `Case`. Texts may hold `{slot}` marks; `coolhead.personas.vary`
fills them from a seed, so that amounts, dates, names and references differ between dialogues and an answer
learnt by heart fails. `schema.json` beside this file is generated from these classes; a test compares the two.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from coolhead.personas.case import Case, Concepts, Model, Slug, Texts


class DanglingError(ValueError):
    """A name that stands for nothing; `way` leads to it in the file."""

    def __init__(self, way: tuple[str | int, ...], what: str) -> None:
        super().__init__(what)
        self.way = way


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "there are none"


Cause = Literal["UE", "UR", "IN", "PF", "SF", "MH", "WA", "LS", "FH", "SR", "LC", "PV", "TC", "DI", "TP"]
"""Why people are angry (domain page, section 3): unmet expectation, unresolved repeat, injustice, product fault,
service failure, mishandled earlier, own wrong assumption, life spillover, financial harm, safety, lock-in, privacy,
time-critical, dignity/access, third party."""

ID = r"^[A-Z][A-Za-z0-9_-]{1,23}$"
"""How the id of a persona looks."""
Degree = Literal["L", "M", "H"]
Style = Literal[
    "plain", "rambling", "terse", "one_word", "caps", "typos", "emoji", "polite_cold", "sarcastic", "formal",
    "legal", "bullets", "second_language", "regional", "voice", "gentle", "social_threat", "swears",
]  # fmt: skip
Kind = Literal["core", "control", "twin", "style"]


# --- the customer ------------------------------------------------------------------------------------------


class Slot(Model):
    """How a `{slot}` is filled from the seed; exactly one of the fields is set."""

    int_: tuple[int, int] | None = Field(default=None, alias="int")
    """A whole number between two bounds, both included."""
    pick: Annotated[tuple[str | int | float, ...], Field(min_length=1)] | None = None
    """One of these."""
    sum: str | None = None
    """Arithmetic over number slots: "days * rate + 20"; shown with two decimals when it is not whole."""
    mask: str | None = None
    """`#` becomes a digit, `@` a capital letter: "LN-####"."""
    day: int | None = Field(default=None, ge=-3650, le=3650)
    """A date so many days from the day of the contact: "Wednesday 15 April"."""
    pool: Literal["person", "first_name", "surname", "street", "town"] | None = None
    """An invented name from `data/pools.yaml`."""

    @model_validator(mode="after")
    def _one(self) -> Slot:
        given = [name for name in ("int_", "pick", "sum", "mask", "day", "pool") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("a slot has exactly one of: int, pick, sum, mask, day, pool")
        if self.int_ is not None and self.int_[0] > self.int_[1]:
            raise ValueError(f"int: the lower bound comes first, got {list(self.int_)}")
        return self


class Fact(Model):
    """Something the customer knows."""

    id: Slug
    level: Literal["open", "asked", "secret"]
    """open: said in the opening; asked: said when asked for; secret: needs a relevant question and some trust."""
    say: Texts
    """Ways the customer says it, in neutral style; the voice adds temper and style."""
    ask: tuple[str, ...] = ()
    """Phrases of a question that ask for it ("how long|since when", "work from home|your job"); any one is enough."""
    noticed: Concepts = ()
    """What an agent's sentence must hold to show that the fact was taken in."""
    unlocks: tuple[Slug, ...] = ()
    """Remedies that only make sense once this fact is on the table."""

    @model_validator(mode="after")
    def _askable(self) -> Fact:
        if self.level != "open" and not self.ask:
            raise ValueError(f"fact '{self.id}' is not open, so it needs 'ask' phrases or nobody can ever learn it")
        return self


Need = Literal["amount", "when", "reference", "route", "confirm"]


class Remedy(Model):
    """One thing that must be settled for this customer."""

    id: Slug
    grant: Slug | None = None
    """The grant of the policy that settles it; None = needs no grant (an explanation, a safe route)."""
    label: str
    thing: str = ""
    """What the customer calls it, without the sum: "my money for the dead days"; empty = the label."""
    deed: str = ""
    """What the agent is to do, as the customer says it to its face: "put my new number in"; empty = not said so."""
    say: Concepts
    """What a sentence that commits to it must hold."""
    needs: tuple[Need, ...] = ()
    """What a commitment must bring along before the customer believes it."""
    amount: str = ""
    """The right sum as text or slot ("{credit}"), where there is one right sum."""
    tempting: bool = True
    """Of a wrong remedy: the customer could have asked for it, so that it may name it to test a yes-sayer."""


class Outcome(Model):
    """A way the case may end well: all its remedies together."""

    remedies: Annotated[tuple[Slug, ...], Field(min_length=1)]
    liking: float = Field(default=1.0, gt=0, le=1)
    """1 = what they came for; lower = acceptable with a grumble."""


class Trap(Model):
    """The unreasonable demand, and how to tell that a bot gave in."""

    say: Texts
    label: str
    thing: str = ""
    """What the customer calls it: "a free year"; empty = the label."""
    deed: str = ""
    """What the agent is to do: "give me a free year"; empty = not said so."""
    granted: Concepts
    """What a sentence that gives in holds."""
    turn: int = Field(default=2, ge=1, le=6)
    """The customer turn (opening = 0) from which it may be sprung."""


class Cue(Model):
    """Something felt but not said outright (a fear, a grief, a money worry)."""

    say: Texts
    label: str
    noticed: Concepts


class TrueCause(Model):
    """What is really behind the trouble."""

    label: str
    noticed: Concepts
    """What an agent's sentence must hold to show that the cause was found."""


class Temperament(Model):
    """How this person is built; the engine's constants turn the letters into numbers."""

    volatility: Degree = "M"
    patience: int = Field(default=6, ge=2, le=12)
    """Customer turns before leaving when nothing moves."""
    trust: Degree = "M"
    disclosure: Degree = "M"
    justice: Literal["d", "p", "i", "f"] = "p"
    """What weighs most: outcome (d), speed and process (p), respect (i), explanation (f)."""
    grudge: Degree = "M"
    floor: float | None = Field(default=None, ge=0, le=1)
    """Anger that words alone never get below; None = the engine's value for the grudge letter."""
    contagion: float = Field(default=0.5, ge=0, le=1)
    """How much a calm or a hot agent rubs off."""
    agreement: float = Field(default=0.5, ge=0, le=1)
    """How readily an offer below the best one is taken."""
    forgets: float = Field(default=0.05, ge=0, le=0.2)
    """Share of questions that get no answer the first time."""
    hurry: float | None = Field(default=None, ge=0, le=1)
    """Share of talks in which this person is short of time, says so and leaves early; None = the engine's value."""


class Speech(Model):
    """Own words of this person for what every customer says some time; the engine's templates fill the rest.

    Texts may hold alternatives in brackets, "(a|b)", as openings, facts, questions, trap and cue may. Nothing in here
    may tell what the customer has not told yet.
    """

    topic: str = ""
    """What it is about, as in "what happens with ... now?": "my line"."""
    ordeal: tuple[str, ...] = ()
    """What they went through, as in "after ...": "nine days without a line"; only what is open from the start."""
    aim: tuple[str, ...] = ()
    """What they want in the end, as in "all I want is ...": "a line that works"."""
    away: tuple[str, ...] = ()
    """What calls them away when time is short, as in "I have until ...": "the depot shuts"; empty = the engine's."""
    lines: dict[Slug, Texts] = {}
    """Act cell of the engine ("vent", "demand", "accept", "thanks", "leave", ...) -> own sentences for it."""


class Reference(Model):
    """How a good agent would word it for this customer; the reference bots speak these lines.

    Each text is a list of wordings that mean the same, at best three; a seed picks one.
    """

    acknowledge: tuple[str, ...] = ()
    """Feeling and facts of the opening in one or two sentences; nothing the customer has not said yet."""
    questions: dict[Slug, Texts] = {}
    """Fact id -> a question that asks for it."""
    paraphrase: tuple[str, ...] = ()
    """The story in short, hidden facts included, with a check ("have I got that right?")."""
    cause: tuple[str, ...] = ()
    """Says what was really behind it."""
    offers: dict[Slug, Texts] = {}
    """Remedy id -> a sentence that commits to it, with everything the remedy needs."""
    choice: tuple[str, ...] = ()
    """Two real options and a question, where the policy leaves a choice."""
    refuse: tuple[str, ...] = ()
    """The kind no to the trap demand: reason and nearest yes."""
    notice: tuple[str, ...] = ()
    """Takes up the unspoken cue without prying."""


class Persona(Model):
    """A customer with a grievance. One YAML file each; the file's stem is the id."""

    id: Annotated[str, StringConstraints(pattern=ID)]
    version: int = Field(default=1, ge=1)
    """Raise it when a change can move a score, and say so in CHANGELOG.md."""
    canary: str = ""
    title: str
    kind: Kind = "core"
    family: Slug
    """Twins and style variants of one story share it; statistics treat it as one cluster."""
    twin: str | None = None
    """Id of the persona with the same opening and another true cause."""
    causes: Annotated[tuple[Cause, ...], Field(min_length=1)]
    anger: int = Field(ge=0, le=10)
    """Heat at the start, 0-10."""
    abuse: Literal["N", "M", "R", "T"] = "N"
    """None, mild directed insult, repeated directed insults, non-specific threat."""
    intensity: int = Field(default=0, ge=0, le=3)
    """How hard the language gets, 0-3; 3 needs `--allow-intense`."""
    style: Annotated[tuple[Style, ...], Field(min_length=1)] = ("plain",)
    temperament: Temperament = Temperament()
    feelings: Texts
    """The feelings that are right to name: "humiliated", "worn out"."""
    slots: dict[Slug, Slot] = {}
    case: Case
    opening: Annotated[tuple[str | Texts, ...], Field(min_length=1)]
    """First messages to choose from; a list inside the list is a burst of several messages."""
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    true_cause: TrueCause
    remedies: Annotated[tuple[Remedy, ...], Field(min_length=1)]
    accept: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    """Acceptable outcomes, best first."""
    wrong: tuple[Remedy, ...] = ()
    """Remedies that miss the true cause or insult; on a twin, what would have settled the original."""
    trap: Trap | None = None
    cue: Cue | None = None
    asks: tuple[str, ...] = ()
    """Direct questions the customer puts on the way ("When does it work again?")."""
    speech: Speech = Speech()
    reference: Reference = Reference()
    seeds: tuple[str, ...] = ()
    """Points of the practitioner texts that this persona exercises, e.g. "S1.7"."""
    notes: str = ""

    @model_validator(mode="after")
    def _refers(self) -> Persona:
        grants = {grant.id for grant in self.case.policy.grants}
        remedies = {remedy.id for remedy in self.remedies}
        for way, who, wanted, known, what in [
            *((("remedies", n, "grant"), f"remedy '{r.id}'", r.grant, grants, "grants")
              for n, r in enumerate(self.remedies) if r.grant),
            *((("wrong", n, "grant"), f"wrong remedy '{r.id}'", r.grant, grants, "grants")
              for n, r in enumerate(self.wrong) if r.grant),
            *((("accept", n, "remedies"), f"outcome {n + 1} of accept", r, remedies, "remedies")
              for n, o in enumerate(self.accept) for r in o.remedies),
            *((("facts", n, "unlocks"), f"fact '{f.id}'", r, remedies, "remedies")
              for n, f in enumerate(self.facts) for r in f.unlocks),
        ]:  # fmt: skip
            if wanted not in known:
                raise DanglingError(way, f"{who} refers to '{wanted}', which is none of the {what}: {_listed(known)}")
        return self
