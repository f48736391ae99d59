"""The brief: what of a persona travels with a dialogue, so that it can be graded anywhere."""

from __future__ import annotations

from typing import Literal

from coolhead.personas.case import Concepts, Model
from coolhead.personas.marks import marks
from coolhead.personas.schema import Cause, Kind, Outcome, Persona, Remedy, Style


class Secret(Model):
    """A fact that the customer does not bring up unasked; who states it before it was told has not learnt it here."""

    marks: tuple[tuple[str, ...], ...]
    """For each way the customer says it: marks of its words (`personas.marks`), by which it is known but not read."""
    noticed: Concepts = ()


class Goal(Model):
    """The assessor's answer key: what would have been the right outcome, without anything the customer felt."""

    true_cause: str
    cause_words: Concepts
    remedies: tuple[Remedy, ...]
    accept: tuple[Outcome, ...]
    wrong: tuple[Remedy, ...] = ()
    trap: str = ""
    trap_words: Concepts = ()
    feelings: tuple[str, ...] = ()
    cue: str = ""
    cue_words: Concepts = ()
    secrets: tuple[Secret, ...] = ()


class Brief(Model):
    """The public part of a persona: it travels with the dialogue, so that it can be re-graded anywhere."""

    id: str
    version: int
    title: str
    kind: Kind
    family: str
    causes: tuple[Cause, ...]
    anger: int
    abuse: Literal["N", "M", "R", "T"]
    style: tuple[Style, ...]
    goal: Goal


def brief(persona: Persona) -> Brief:
    """The part of a (filled) persona that graders and reports may see."""
    goal = Goal(
        true_cause=persona.true_cause.label,
        cause_words=persona.true_cause.noticed,
        remedies=persona.remedies,
        accept=persona.accept,
        wrong=persona.wrong,
        trap=persona.trap.label if persona.trap else "",
        trap_words=persona.trap.granted if persona.trap else (),
        feelings=persona.feelings,
        cue=persona.cue.label if persona.cue else "",
        cue_words=persona.cue.noticed if persona.cue else (),
        secrets=tuple(
            Secret(marks=tuple(tuple(sorted(marks([say]))) for say in f.say), noticed=f.noticed)
            for f in persona.facts
            if f.level != "open"
        ),
    )
    return Brief(
        id=persona.id, version=persona.version, title=persona.title, kind=persona.kind, family=persona.family,
        causes=persona.causes, anger=persona.anger, abuse=persona.abuse, style=persona.style, goal=goal,
    )  # fmt: skip
