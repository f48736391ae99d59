"""Closed word lists of the model, from `data/model/tokens.yaml`."""

from __future__ import annotations

from coolhead.graders.shipped import shipped

_LISTS = shipped("model/tokens.yaml")
SPELLINGS: dict[str, tuple[str, ...]] = {short: tuple(full.split()) for short, full in _LISTS["spellings"].items()}
NUMBERS: dict[str, str] = _LISTS["numbers"]
PERSONS: dict[str, str] = {word: person for person, words in _LISTS["persons"].items() for word in words}
OPPOSITES: dict[str, str] = {one: two for pair in _LISTS["opposites"] for one, two in (pair, pair[::-1])}
FUNCTION: frozenset[str] = frozenset(_LISTS["function"])
CURRENCY: frozenset[str] = frozenset(_LISTS["currency"])
TIME_UNITS: frozenset[str] = frozenset(_LISTS["time_units"])
MONTHS: frozenset[str] = frozenset(_LISTS["months"])
DAYS: frozenset[str] = frozenset(_LISTS["days"])
NEGATIONS: frozenset[str] = frozenset(_LISTS["negations"])
QUESTIONS: frozenset[str] = frozenset(_LISTS["questions"])
AUXILIARIES: frozenset[str] = frozenset(_LISTS["auxiliaries"])
PARTICIPLES: frozenset[str] = frozenset(_LISTS["participles"])
OPENERS: frozenset[str] = frozenset(_LISTS["answer_openers"])
AFTER_YOU: frozenset[str] = frozenset(_LISTS["after_you"])
AFTER_I: frozenset[str] = frozenset(_LISTS["after_i"])
BE: frozenset[str] = frozenset(_LISTS["be"])
