"""What is known of a token by itself, worked out once: stem, shape, classes, person, what it does in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.graders.model.tables import BE, FUNCTION, NEGATIONS, NUMBERS, PERSONS
from coolhead.graders.model.words import Phrases, classes, stem, tokenise

_MOST = 20_000
"""Words and tokens that are kept; beyond that all are forgotten and worked out anew."""
_HINGES = dict.fromkeys(("if", "unless", "whether", "when"), "if") | dict.fromkeys(
    ("but", "however", "though", "although"), "but"
)
_ACTORS = frozenset({"i", "we", "let", "you", "your"}) | BE


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A token outside any text."""

    text: str
    stem: str
    """"" for function words and marks."""
    function: bool
    word: bool
    """It begins with a letter or a digit."""
    ends: bool
    """It ends a sentence."""
    value: str
    """What it counts, as digits; "" when it is no number."""
    classes: tuple[str, ...]
    phrases: Phrases | None
    """Phrases of the classes that begin with it, by their second word."""
    busy: bool
    """It ends a sentence, counts, has a class or begins a phrase."""
    person: str
    negation: bool
    hinge: str
    """ "if" or "but" where it begins a condition or a turn."""
    acts: bool
    """It may begin an act: "i", "let", "are" …"""


def _token(text: str) -> Token:
    letter = text[0].isalpha()
    function = text in FUNCTION
    ends = not text.strip(".!?")
    value = text.rstrip("stndrhapm").replace(",", "") if text[0].isdigit() else NUMBERS.get(text, "")
    groups, phrases = classes().of(text), classes().phrases.get(text)
    return Token(
        text=text,
        stem=stem(text) if letter and not function else "",
        function=function,
        word=text[0].isalnum(),
        ends=ends,
        value=value,
        classes=groups,
        phrases=phrases,
        busy=bool(ends or value or groups or phrases),
        person=PERSONS.get(text, ""),
        negation=text in NEGATIONS,
        hinge=_HINGES.get(text, ""),
        acts=text in _ACTORS,
    )


class _Tokens(dict[str, Token]):
    def __missing__(self, text: str) -> Token:
        if len(self) > _MOST:
            self.clear()
        made = self[text] = _token(text)
        return made


class _Words(dict[str, tuple[Token, ...]]):
    """What stands between two blanks, as tokens."""

    def __missing__(self, word: str) -> tuple[Token, ...]:
        if len(self) > _MOST:
            self.clear()
        made = self[word] = tuple([_TOKENS[text] for text in tokenise(word)])
        return made


_TOKENS = _Tokens()
_WORDS = _Words()


def tokens(cleaned: str) -> list[Token]:
    """The tokens of a cleaned text."""
    # Only a name in brackets may hold blanks; all other tokens end with their word.
    if "[" in cleaned:
        return [_TOKENS[text] for text in tokenise(cleaned)]
    words = _WORDS
    return [token for word in cleaned.lower().split() for token in words[word]]
