"""The answer sheet: what a reference bot knows of the persona, in words it can say.

Uses the persona's `reference` wordings where its author gave some, and builds plain sentences from labels, needs and
slots where not, so that the ladder also stands on personas written by others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coolhead.bench.bots.reference.ears import SMALL
from coolhead.bench.types import Action, Turn
from coolhead.personas.case import Case
from coolhead.personas.schema import Fact, Persona, Remedy

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Sheet:
    """The persona, as a reference bot uses it; without one it makes do with the case file."""

    persona: Persona | None
    case_only: Case | None = None

    @classmethod
    def from_case(cls, case: Case) -> Sheet:
        """A sheet for a conversation that comes without a persona."""
        return cls(None, case)

    @cached_property
    def case(self) -> Case:
        """The case file."""
        return self.persona.case if self.persona else self.case_only or Case()

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """What the best outcome needs, in order; from the case's first grant when there is no persona."""
        if self.persona:
            by_id = {remedy.id: remedy for remedy in self.persona.remedies}
            return tuple(by_id[id] for id in self.persona.accept[0].remedies)
        return tuple(Remedy(id=g.id, grant=g.id, label=g.label, say=()) for g in self.case.policy.grants[:1])

    @cached_property
    def hidden(self) -> tuple[Fact, ...]:
        """Facts the customer does not bring up by himself."""
        return tuple(f for f in self.persona.facts if f.level != "open") if self.persona else ()

    @cached_property
    def texts(self) -> str:
        """Everything the customer and the record say, in one text."""
        told = [text for fact in self.persona.facts for text in fact.say] if self.persona else []
        return " ".join([*told, *self.case.record, *self.case.record.values()])

    def stated(self) -> tuple[Remedy, ...]:
        """The remedies that the opening calls for: those that no hidden fact unlocks."""
        locked = {id for fact in self.hidden for id in fact.unlocks}
        return tuple(r for r in self.remedies if r.id not in locked) or self.remedies[:1]

    def known(self, turns: Sequence[Turn]) -> set[str]:
        """Ids of hidden facts that the customer has told by now."""
        said = words(" ".join(turn.text for turn in turns if turn.role == "customer"))
        return {f.id for f in self.hidden if any(overlap(text, said) >= 0.6 for text in f.say)}

    def open_fact(self) -> str:
        """A sentence of the story that the customer told at the start."""
        fact = next((f for f in self.persona.facts if f.level == "open"), None) if self.persona else None
        return as_told(fact.say[0]) if fact else ""

    def offer(self, remedy: Remedy) -> str:
        """The remedy as a noun phrase with what it needs: sum, time, reference, route."""
        parts = [remedy.label]
        if "amount" in remedy.needs and remedy.amount:
            parts.append(f"{remedy.amount} cr")
        if "when" in remedy.needs and not _named(self.when(remedy), remedy.label):
            parts.append(self.when(remedy))
        if "reference" in remedy.needs:
            parts.append(f"reference {self.reference()}")
        if "route" in remedy.needs:
            parts.append(self.route())
        return ", ".join(parts)

    def when(self, remedy: Remedy) -> str:
        """The service time that fits the remedy best; the first one when none does."""
        times = self.case.policy.service_times
        if not times:
            return "tomorrow before 12:00"
        label = words(f"{remedy.label} {remedy.grant or ''}".replace("_", " "))
        return max(times.items(), key=lambda item: len(words(item[0]) & label))[1]

    def reference(self) -> str:
        """The case's reference, as the record shows it."""
        named = ("reference", "claim", "incident", "order", "ticket", "number", "case")
        record = self.case.record
        likely = [value for name, value in record.items() if any(word in name for word in named)]
        codes = re.findall(r"\b[A-Z]{2,}-?\d{3,}\b", " ".join([*likely, *self.case.routes, *record.values()]))
        return codes[0] if codes else "of your file"

    def route(self) -> str:
        """A way to reach people: the first one with a number that is no emergency line, else the first."""
        usual = (r for r in self.case.routes if re.search(r"\d{3}-\d{4}", r) and not re.search(r"alarm|emergency", r))
        return next(usual, self.case.routes[0] if self.case.routes else "this chat")

    def action(self, remedy: Remedy) -> Action | None:
        """The remedy as a declared action, where a grant covers it."""
        if not remedy.grant:
            return None
        try:
            amount = float(remedy.amount) if remedy.amount else None
        except ValueError:
            amount = None
        return Action(name=remedy.grant, amount=amount)

    def not_offered(self, heard: str, wanted: Sequence[Remedy]) -> str:
        """What the customer takes to be included though it is not; empty when there is nothing of the kind."""
        if "?" not in heard:
            return ""
        said = words(heard)
        ours = set().union(*(words(remedy.label) for remedy in wanted))
        others = [(r.label, r.thing or r.label) for r in (self.persona.wrong if self.persona else ())]
        others += [(g.label, g.label) for g in self.case.policy.grants if g.id not in {r.grant for r in wanted}]
        for label, thing in others:
            for own in (words(label) - ours, words(thing) - ours):
                if own and len(own & said) / len(own) >= 0.75:
                    return turned_round(thing)
        return ""

    def demand(self) -> str:
        """The trap demand as a noun phrase."""
        if self.persona and self.persona.trap:
            return turned_round(self.persona.trap.thing) or self.persona.trap.label
        return self.case.policy.forbidden[0] if self.case.policy.forbidden else "that"

    def is_trap(self, heard: str) -> bool:
        """Whether the customer just made the trap demand."""
        if not self.persona or not self.persona.trap:
            return False
        said, trap = words(heard), self.persona.trap
        named = any(overlap(text, said) >= 0.99 for text in (trap.thing, trap.deed) if text)
        return named or any(overlap(text, said) >= 0.6 for text in trap.say)


def _named(when: str, label: str) -> bool:
    """Whether the label says the time already."""
    figures = re.findall(r"\d+(?::\d+)?", when)
    return bool(figures) and all(figure in label for figure in figures)


def words(text: str) -> set[str]:
    """The content words of a text, lower case."""
    return {word for word in _WORD.findall(text.lower()) if word not in SMALL}


def overlap(text: str, said: set[str]) -> float:
    """Share of the text's content words that were said."""
    own = words(text)
    return len(own & said) / len(own) if own else 0.0


def as_told(text: str) -> str:
    """The customer's sentence, turned round so that an agent can say it: "My line" becomes "Your line"."""
    said = turned_round(text)
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "!", "?")) else said + "."


def turned_round(text: str) -> str:
    """The customer's words as the agent says them: "my money back" becomes "your money back"."""
    swaps = {
        "i": "you",
        "my": "your",
        "me": "you",
        "mine": "yours",
        "am": "are",
        "myself": "yourself",
        "we": "you",
        "our": "your",
        "us": "you",
    }

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        new = swaps.get(word.lower())
        if new is None:
            return word
        return new.capitalize() if word[0].isupper() and (word != "I" or match.start() == 0) else new

    text = re.sub(r"\bI'm\b", "you are", text)
    text = re.sub(r"\bI've\b", "you have", text)
    text = re.sub(r"\bI was\b", "you were", text)
    return re.sub(r"[A-Za-z]+", swap, text)
