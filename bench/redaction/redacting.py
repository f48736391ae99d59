"""A dialogue without what names a person. The way back is never written anywhere."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coolhead.bench.redaction.names import NAME_LIKE, answer, everywhere, firms_in, trimmed
from coolhead.bench.redaction.names import spans as name_spans
from coolhead.bench.redaction.patterns import Span
from coolhead.bench.redaction.patterns import spans as form_spans
from coolhead.bench.redaction.words import words
from coolhead.bench.types import Dialogue

SALT = "COOLHEAD_REDACT_SALT"
"""Environment name of a salt to keep the stand-ins of human agents the same from one import to the next."""
VERSION = 1
"""Raised when the same dialogue could come out in other words: graders read what is left."""
_HANDLE = re.compile(r"^\s*(@\w{2,})")
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Redacted:
    """A dialogue and how much was taken out of it."""

    dialogue: Dialogue
    counts: Mapping[str, int]
    """Kind -> different values replaced."""


def redact(dialogue: Dialogue, *, salt: str, hash_bot: bool = False) -> Redacted:
    """The dialogue with typed placeholders, the same one for the same value throughout: "[NAME_1]", "[PHONE_2]".

    Turns, the case file, metadata and actions are treated alike. Fields that name one employee of the firm are hashed
    with the salt instead ("agent-3f9a1c"), so that their dialogues still belong together; `hash_bot` says that the
    bot's name is such a field. Labels, amounts, dates, times and short references stay.
    """
    book = _Book(dialogue)
    book.learn(dialogue)

    def clean(value: Any, field: str = "") -> Any:
        if isinstance(value, str):
            if names_an_agent(field) and value:
                return agent_hash(value, salt)
            return book.clean(value)
        if isinstance(value, Mapping):
            return {name: clean(inner, str(name)) for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [clean(inner, field) for inner in value]
        return agent_hash(str(value), salt) if names_an_agent(field) and isinstance(value, int) else value

    turns = tuple(
        turn.model_copy(
            update={
                "text": book.clean(turn.text),
                "notes": tuple(book.clean(note) for note in turn.notes),
                "actions": tuple(a.model_copy(update={"detail": clean(a.detail)}) for a in turn.actions),
            }
        )
        for turn in dialogue.turns
    )
    case = dialogue.case and dialogue.case.model_copy(
        update={"record": {name: clean(value, name) for name, value in dialogue.case.record.items()}}
    )
    counts = book.counts()
    update = {
        "turns": turns,
        "case": case,
        "metadata": {**clean(dialogue.metadata), "redacted": counts},
        "id": dialogue.id if book.clean(dialogue.id) == dialogue.id else f"id-{_short(dialogue.id, salt, 8)}",
        "bot": agent_hash(dialogue.bot, salt) if hash_bot else dialogue.bot,
    }
    return Redacted(dialogue.model_copy(update=update), counts)


def hash_agents(dialogue: Dialogue, *, salt: str, hash_bot: bool = False) -> Dialogue:
    """The dialogue as it is, but for fields that name one employee of the firm, which are hashed."""

    def hashed(value: Any, field: str = "") -> Any:
        if isinstance(value, Mapping):
            return {name: hashed(inner, str(name)) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [hashed(inner, field) for inner in value]
        named = names_an_agent(field) and isinstance(value, str | int) and value != ""
        return agent_hash(str(value), salt) if named else value

    bot = agent_hash(dialogue.bot, salt) if hash_bot else dialogue.bot
    return dialogue.model_copy(update={"metadata": hashed(dialogue.metadata), "bot": bot})


def names_an_agent(field: str) -> bool:
    """Whether a field of this name holds one employee of the firm."""
    return _PLAIN.sub("_", field.lower()).strip("_") in words().agents


def agent_hash(name: str, salt: str) -> str:
    """A stand-in for one employee: the same for the same name and salt, and nobody's name."""
    return f"agent-{_short(' '.join(name.lower().split()), salt, 6)}"


def _short(text: str, salt: str, digits: int) -> str:
    return hashlib.blake2b(text.encode(), key=salt.encode()[:64], digest_size=16).hexdigest()[:digits]


class _Book:
    """What stands for what in one dialogue; lives as long as the dialogue is in work."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.of: dict[tuple[str, str], str] = {}
        self.exact: dict[str, str] = {}
        self.names: list[str] = []
        self._search: re.Pattern[str] | None = None
        self._values: re.Pattern[str] | None = None
        case = dialogue.case
        public = " ".join((*case.routes, *case.policy.service_times.values())) if case else ""
        self.public = {_digits(public[b:e]) for b, e, kind in form_spans(public) if kind == "PHONE"}
        firms = [case.firm, case.product] if case else []
        firms += [str(v) for k, v in dialogue.metadata.items() if k.lower() in words().firms and isinstance(v, str)]
        greeted = [word for turn in dialogue.turns for word in firms_in(turn.text)]
        known = {word for firm in firms for word in re.findall(r"\w+", firm.lower())}
        self.firms = frozenset(known | set(greeted) | {dialogue.bot.lower()})

    def learn(self, dialogue: Dialogue) -> None:
        """Finds everything that is personal, in the order in which it comes."""
        before = {"customer": "", "agent": ""}
        for turn in dialogue.turns:
            for begin, end, kind in sorted(self._found(turn.text, before, turn.role)):
                self._add(kind, turn.text[begin:end])
            before[turn.role] = turn.text
            if turn.role == "customer":
                before["agent"] = ""  # answered
        for field, value in _strings({**(dialogue.case.record if dialogue.case else {}), **dialogue.metadata}):
            self._field(field, value)
        for turn in dialogue.turns:
            for action in turn.actions:
                for field, value in _strings(action.detail):
                    self._field(field, value)
        self._search = everywhere(self.names)
        values = sorted(self.exact, key=lambda value: (-len(value), value))
        self._values = re.compile("|".join(rf"(?<!\w){re.escape(v)}(?!\w)" for v in values)) if values else None

    def clean(self, text: str) -> str:
        """The text with every known value, and everything of a telling form, replaced."""
        if self._values:
            text = self._values.sub(lambda found: self.exact[found.group()], text)
        for begin, end, kind in reversed(_apart(form_spans(text))):
            if _digits(text[begin:end]) not in self.public or kind not in ("PHONE", "NUMBER"):
                text = text[:begin] + self._add(kind, text[begin:end]) + text[end:]
        if self._search:
            text = self._search.sub(lambda found: self._name(found.group()), text)
        return text

    def counts(self) -> dict[str, int]:
        """Kind -> how many different values."""
        return dict(sorted(Counter(mark.strip("[]").rpartition("_")[0] for mark in set(self.of.values())).items()))

    def _found(self, text: str, before: Mapping[str, str], role: str) -> Iterator[Span]:
        other = "agent" if role == "customer" else "customer"
        found = [*form_spans(text)]
        found += name_spans(text, self.firms)
        if role == "customer":
            found += answer(before[other], text)
        elif handle := _HANDLE.match(text):
            found.append((*handle.span(1), "HANDLE"))
        yield from _apart(found)

    def _field(self, field: str, value: str) -> None:
        """A value whose field says what it is."""
        key = _PLAIN.sub("_", field.lower()).strip("_")
        kind = "NAME" if key in words().agents else words().fields.get(key)
        if kind is None and key not in words().firms:
            last = key.rsplit("_", 1)[-1]
            kind = words().fields.get(last) if last in ("name", "email", "phone", "address", "surname") else None
        if kind and key not in words().firms and 1 < len(value.strip()) <= 120:
            # "holder: not yet verified" is no name; under a field called name, small letters may be one.
            looks = NAME_LIKE.fullmatch(value.strip()) and trimmed(value.strip())
            if kind == "NAME" and not (looks or (key.endswith("name") and value.strip().isalpha())):
                return
            self._add(kind, value.strip())
            return
        for begin, end, found in _apart([*form_spans(value), *name_spans(value, self.firms)]):
            self._add(found, value[begin:end])

    def _add(self, kind: str, value: str) -> str:
        if kind == "NAME":
            if value not in self.names:
                self.names.append(value)
            return self._name(value)
        if kind in ("PHONE", "NUMBER") and _digits(value) in self.public:
            return value
        key = _digits(value) if kind in ("PHONE", "CARD", "NUMBER") and _digits(value) else value.lower()
        mark = self._mark(kind, key)
        self.exact[value] = mark
        return mark

    def _name(self, name: str) -> str:
        """The mark of a person: "Ann Lee", "Ann" and "Lee" are one, unless two full names say otherwise."""
        parts = tuple(part.strip(".'’") for part in name.lower().split())
        for (kind, known), mark in self.of.items():
            have = known.split(" ")
            if kind == "NAME" and (set(parts) <= set(have) or (len(have) == 1 and have[0] in parts)):
                self.of["NAME", " ".join(parts)] = mark
                return mark
        return self._mark("NAME", " ".join(parts))

    def _mark(self, kind: str, key: str) -> str:
        if (kind, key) not in self.of:
            taken = {mark for (its, _), mark in self.of.items() if its == kind}
            self.of[kind, key] = f"[{kind}_{len(taken) + 1}]"
        return self.of[kind, key]


def _apart(found: Any) -> list[Span]:
    """Spans that do not overlap, in text order; of two that do, the one found first."""
    kept: list[Span] = []
    for span in found:
        if all(span[1] <= begin or span[0] >= end for begin, end, _ in kept):
            kept.append(span)
    return sorted(kept)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _strings(inner, str(name))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner, field)
