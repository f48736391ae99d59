"""What has been offered, agreed, promised and settled, and how far the case has come.

A remedy goes: nothing -> offered -> agreed (the customer said yes) -> promised -> settled. It settles only when the
promise came after the facts that make sense of it, brought what the customer needs (sum, time, reference, route), and
was not taken back. A promise made too early counts once it is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from coolhead.bench.customers.hearing.appointed import mistimed
from coolhead.bench.customers.hearing.notes import Heard, Note, Pledge
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import read
from coolhead.bench.customers.wanted import Wanted
from coolhead.personas.schema import Outcome

WORD = "word"
"""What is asked for where a promise came too early: a plain yes to it, now that the facts are told."""
_ALL_OF_IT = "all of that"
"""What was granted in excess, where it has no name of its own."""
_HANDFUL = 3
"""So many promises before the case is known are a guess."""


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

    # --- reading ---------------------------------------------------------------------------------------------

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

    # --- writing ---------------------------------------------------------------------------------------------

    def take(  # noqa: PLR0912
        self, heard: Heard, *, disclosed: frozenset[str], asked_need: tuple[str, str] | None, trap_open: bool
    ) -> list[Note]:
        """Book a heard turn; the notes say what moved. `asked_need`: the (remedy, need) that the customer asked for."""
        self.turn += 1
        notes: list[Note] = []
        if heard.explains:
            self.cause = True
        blocked = heard.has("garble", "forged", "silence", "parrot", "uncanny", "recited")
        opened = {fact.id for fact in self.story.facts if fact.fact.level == "open"}
        self.understood |= not blocked and bool(heard.noticed or heard.explains or disclosed - opened)
        if heard.has("scattershot"):
            self._void_silent()
        notes += self._taken_back(heard)
        # Said before, it counts only as the answer to a question about that very thing.
        asked_for = {w.id for w in self.waiting("agreed", "promised")} if heard.repeated else None
        if asked_for is not None:
            asked_for |= {name for name, entry in self.entries.items() if entry.early}
        # Right and wrong promised in one breath: throwing things at somebody, so the right ones are only offers.
        wrong = {p.target for p in heard.pledges if p.kind == "wrong" and p.mood in {"done", "firm"}}
        on_top = self._on_top(heard, wrong, disclosed)
        # So are three things at once from somebody who has shown no sign of knowing the case.
        given = sum(p.kind != "trap" and p.mood in {"done", "firm"} for p in heard.pledges)
        mixed = (bool(wrong) and not on_top) or (given >= _HANDFUL and not self.understood)
        for pledge in heard.pledges:
            if blocked:
                break
            if mixed and pledge.kind == "right" and pledge.mood in {"done", "firm"}:
                pledge = replace(pledge, mood="offer")  # noqa: PLW2901
            if asked_for is not None and pledge.target not in asked_for:
                continue
            if pledge.kind == "right":
                notes += self._right(pledge, disclosed)
            elif pledge.kind == "wrong" and pledge.mood == "offer":
                self.brought_up.add(pledge.target)
            elif pledge.kind == "wrong" and pledge.mood in {"done", "firm"}:
                fresh = pledge.target not in self.wrong
                self.wrong.add(pledge.target)
                if fresh and not on_top:  # named once more in a recap, it is no second mistake
                    notes.append(Note("wrong_remedy", pledge.quote))
            elif pledge.kind == "trap":
                notes += self._excess(pledge.quote)
        if heard.has("over_grant") and not any(n.name == "over_grant" for n in notes):
            label = next((n.label for n in heard.notes if n.name == "over_grant" and n.label), _ALL_OF_IT)
            self._excess("", label)
        if heard.has("trap_refused") and self.over_open and not any(p.kind == "trap" for p in heard.pledges):
            self.over_open = False
        if not blocked:
            notes += self._answers(heard, asked_need, disclosed)
            names_it = any(p.kind == "right" and p.mood in {"done", "firm", "offer"} for p in heard.pledges)
            if trap_open and heard.bare and not heard.denial and not names_it:
                notes += self._excess("yes")
        return notes

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

    def _taken_back(self, heard: Heard) -> list[Note]:
        """What the agent withdraws stands no longer; to lose what was as good as given hurts."""
        notes = []
        for name, quote in heard.back.items():
            self.wrong.discard(name)
            entry = self.entries.get(name)
            if entry is None or entry.stage == "nothing":
                continue
            if entry.stage in {"promised", "settled"}:
                notes.append(Note("taken_back", quote))
            self.entries[name] = Entry(since=self.turn)
        return notes

    def _void_silent(self) -> None:
        """Who declares everything has done nothing in particular."""
        for entry in self.entries.values():
            if entry.silent and entry.stage in {"promised", "settled"}:
                entry.stage = "offered"

    def _on_top(self, heard: Heard, wrong: set[str], disclosed: frozenset[str]) -> bool:
        """One thing that was not needed, beside the right ones and once in a dialogue, is a kindness and no mistake."""
        given = [p.target for p in heard.pledges if p.kind == "right" and p.mood in {"done", "firm", "offer"}]
        fits = any(set(self.story.remedy(name).locked_by) <= disclosed for name in given)
        wanted = all(w.remedy.tempting for w in self.story.wrong if w.id in wrong)
        return wanted and len(wrong | self.wrong) <= 1 and (fits or bool(self.settled()))

    def _excess(self, quote: str, label: str = "") -> list[Note]:
        trap = self.story.persona.trap
        self.over += 1
        self.over_open = True
        self.over_label = label or (trap.label if trap else _ALL_OF_IT)
        return [Note("over_grant", quote)]

    def _right(self, pledge: Pledge, disclosed: frozenset[str]) -> list[Note]:  # noqa: PLR0912
        wanted, entry = self.story.remedy(pledge.target), self.entries[pledge.target]
        if pledge.mood not in {"done", "firm", "offer", "statement"}:
            return []
        told = wanted.remedy.grant is None and pledge.mood in {"done", "firm"}  # what is given by being said is given
        if not told and any(fact not in disclosed for fact in wanted.locked_by):
            first = not entry.early
            entry.early = entry.early or pledge.mood != "statement"
            entry.has |= pledge.brings - {"confirm"}  # what it was told then it need not be told again
            early = first and pledge.mood in {"done", "firm"} and wanted.remedy.grant is not None
            return [Note("premature", pledge.quote)] if early else []
        if pledge.silent and not self.understood:
            return []
        entry.early = False
        entry.silent = pledge.silent and (entry.silent or entry.stage == "nothing")
        notes: list[Note] = []
        firm = pledge.mood in {"done", "firm"}
        if pledge.amount is not None and "amount" in wanted.needs and "amount" not in pledge.brings:
            entry.misstated = True
            if wanted.amount is not None and firm:
                notes.append(Note("wrong_amount", pledge.quote))
                entry.has.discard("amount")  # also when the right one had been named before
                if entry.stage == "settled":
                    entry.stage = "promised"
        elif "amount" in pledge.brings:
            entry.misstated = False
        if pledge.misdated:
            notes += self._misdated(entry, pledge.quote) if firm else []
        elif "when" in pledge.brings:
            entry.misdated = False
        new = set(pledge.brings) - entry.has
        entry.has |= pledge.brings
        before = entry.stage
        entry.since = self.turn
        if firm:
            if before != "settled":
                entry.stage = "promised"
                self._settle(wanted)
        elif before == "nothing":
            entry.stage = "offered"
        if entry.stage == "settled" and before != "settled":
            notes.append(Note("settled", pledge.quote))
        elif entry.stage == "promised" and before in {"nothing", "offered", "agreed"}:
            notes.append(Note("promise", pledge.quote))
        elif entry.stage == "offered" and before == "nothing":
            notes.append(Note("offer", pledge.quote))
        elif new & set(wanted.needs):
            notes.append(Note("promise", pledge.quote, 0.5))
        return notes

    def _misdated(self, entry: Entry, quote: str) -> list[Note]:
        """A time that cannot be: whatever was named before, it is open again."""
        entry.misdated = True
        entry.has.discard("when")
        if entry.stage == "settled":
            entry.stage = "promised"
        return [Note("wrong_time", quote)]

    def _timely(self, entry: Entry, heard: Heard, *, good: bool) -> list[Note]:
        """The answer to "when?": the case's time mends a wrong one, any other spoils it."""
        if good:
            entry.misdated = False
        return self._misdated(entry, heard.brings["when"]) if "when" in heard.brings and not good else []

    def _brought(self, heard: Heard, wanted: Wanted) -> set[str]:
        """What the turn brings for this remedy; a time that is not the case's is none."""
        brings = set(heard.brings)
        times = [s for text in heard.times for s in read(text).sentences]
        off = any(p.target == wanted.id and p.misdated for p in heard.pledges)
        return brings - {"when"} if off or any(mistimed(wanted, s, self.story) for s in times) else brings

    def _settle(self, wanted: Wanted) -> bool:
        entry = self.entries[wanted.id]
        if entry.stage == "promised" and not self.missing(wanted) and not entry.misstated:
            entry.stage = "settled"
            return True
        return False

    def _answers(self, heard: Heard, asked_need: tuple[str, str] | None, disclosed: frozenset[str]) -> list[Note]:
        """Short answers: "tomorrow at nine" to "when?", "done" to "then do it"."""
        notes: list[Note] = []
        if asked_need and asked_need[0] in self.entries:
            name, need = asked_need
            wanted, entry = self.story.remedy(name), self.entries[name]
            yes = heard.assent and not (heard.denial or heard.partial)
            if need == WORD and yes and all(fact in disclosed for fact in wanted.locked_by):
                entry.stage, entry.early, entry.since = "promised", False, self.turn
                quote = heard.doing or next((a.quote for a in heard.asked), "")
                return [Note("settled" if self._settle(wanted) else "promise", quote)]
            brings = self._brought(heard, wanted)
            good = need in brings or (need == "confirm" and bool(heard.doing or heard.assent))
            notes += self._timely(entry, heard, good=good) if need == "when" else []
            if need == "amount" and wanted.amount is not None:
                good = bool(wanted.sums & heard.numbers)
                if good:
                    entry.misstated = False
            if good and need not in entry.has:
                entry.has.add(need)
                quote = heard.brings.get(need) or heard.doing or ""
                notes.append(Note("settled" if self._settle(wanted) else "promise", quote))
        if heard.doing:
            for wanted in self.waiting("agreed"):
                if any(fact not in disclosed for fact in wanted.locked_by):
                    continue
                entry = self.entries[wanted.id]
                entry.stage = "promised"
                entry.has.add("confirm")
                entry.has |= (
                    {need for need in self._brought(heard, wanted) if need in {"when", "reference", "route"}}
                    if len(self.waiting("agreed")) == 0
                    else set()
                )
                notes.append(Note("settled" if self._settle(wanted) else "promise", heard.doing))
            for wanted in self.waiting("promised"):
                entry = self.entries[wanted.id]
                if self.missing(wanted) == ["confirm"]:
                    entry.has.add("confirm")
                    if self._settle(wanted):
                        notes.append(Note("settled", heard.doing))
        return notes
