"""What hurried writing means: a sentence as its writer would have written it with time, beside the words that stand.

Rules, word lists and the text model read the meant words; quotes, languages, forged lines and notes to whoever grades
are read off what was really written. A word that somebody knows is never touched, unless it is one of the few that
stand for another among certain words (`told_by` of `spelling.yaml`); a word in doubt stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import cache

from coolhead.bench.types import Dialogue
from coolhead.graders.model.memo import Memo
from coolhead.graders.reading.slips import meant
from coolhead.graders.reading.vocabulary import counts, words
from coolhead.graders.reading.words import lists, tokens

_WORD = re.compile(
    r"(?<![\w@#/.\\-])[A-Za-z]+(?:'[A-Za-z]+)?(?![\w@#/\\'-]|\.\w)|(?<![\w@#/.-])(?:2[a-z]+|[A-Za-z]{1,2}[48][a-z]{0,3})(?![\w@-])"
)
"""A word by itself: no part of an address, a path, a reference or a word with a hyphen."""
_COMMA = re.compile(
    r"[,;](?=[A-Za-z])(?<=[A-Za-z)'\"\d].)(?<!&lt.)(?<!&gt.)(?<!amp.)(?<!bsp.)(?<!uot.)|:(?=[a-z]{2})(?<=[a-z]{2}.)(?!\S*[/@\]}])"
)
"""A comma without the blank behind it."""
_SIGN = re.compile(r"[;,](?=t\b)(?<=n.)|[;,](?=(?:m|ve|ll|d)\b)(?<=\bi.)|;(?=s\b)(?<=[eoty].)", re.I)
"""The key beside the apostrophe."""
MOST_UNKNOWN = 0.5
"""Share of words that nobody knows and nobody can guess beyond which a text is left as it is: it is not English."""
_KEPT: Memo[tuple[str, tuple[str, ...]]] = Memo(200_000)
"""What sentences mean as far as they mean it anywhere, and the words in them that nobody knows."""


def forget() -> None:
    """Forgets the sentences read so far: what they mean is only kept to save time."""
    _KEPT.clear()


def respelt(said: str, own: Callable[[], Set[str]]) -> str:
    """The sentence with the words that were meant; the same object where every word stands as it should.

    `own` gives the lower-case words that are no slips in this dialogue: names, words of the case, words of the others.
    """
    known = _KEPT.get(said)
    if known is None:
        known = _settled(said)
        _KEPT.keep(said, known)
    text, unknown = known
    if unknown:
        names = own()
        made = {word: meant(word) for word in unknown if word not in names}
        if sum(not made.get(word) for word in unknown) <= MOST_UNKNOWN * len(_WORD.findall(text)):
            text = _told(_replaced(text, {word: right for word, right in made.items() if right}))
        elif text != said:
            return said
    return text if text != said else said


_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


def no_slips(dialogue: Dialogue, role: str) -> frozenset[str]:
    """Lower-case words that are no slips of this party: names, words of the case file and of the other party."""
    case = dialogue.case.model_dump_json() if dialogue.case else ""
    others = " ".join(turn.text for turn in dialogue.turns if turn.role != role)
    names = [name for turn in dialogue.turns for name in _NAME.findall(turn.text)]
    return frozenset(tokens(" ".join([case, others, *names])))


def _settled(said: str) -> tuple[str, tuple[str, ...]]:
    """What a sentence means in any dialogue, and its words that may be slips."""
    text = _COMMA.sub(lambda mark: mark.group() + " ", _SIGN.sub("'", said))
    slips, every = lists("spelling")["slips"], words()
    found = _WORD.findall(text)
    lower = [word.lower() for word in found]
    short = {word: slips[word] for word in lower if word in slips}
    if short:
        text = _replaced(text, short)
    text = _told(text)
    unknown = dict.fromkeys(
        low
        for word, low in zip(found, lower, strict=True)
        if low not in every and low not in slips and not _owned(low) and _plainly(word)
    )
    return (text if text != said else said), tuple(unknown)


def _plainly(word: str) -> bool:
    """Letters alone, no capital inside: "iPhone" and "2step" are names."""
    return not word[0].isdigit() and (word.isupper() or word[1:].islower())


def _owned(word: str) -> bool:
    """A known word with an ending of its own: "the courier's", "nobody'd"."""
    base, mark, ending = word.partition("'")
    return bool(mark) and base in words() and ending in {"s", "d", "ll", "ve", "re", "m", "t"}


def _replaced(text: str, right: dict[str, str]) -> str:
    """The text with words replaced, in their case; what is written like a name or a reference stays."""
    loud = _loud(text)

    def put(match: re.Match[str]) -> str:
        word = match.group()
        made = right.get(word.lower())
        if made is None:
            return word
        first = not text[: match.start()].strip("\"'([*-> ")
        if len(word) > 1 and word.isupper():
            return made.upper() if loud else word
        if word[0].isupper() and word != "I":
            plain = first or made.startswith("i'") or text[: match.start()].rstrip()[-1:] in ".!?:\n"
            if not plain and not loud:
                return word
            # At the head of a sentence a name looks like any word: only what is said often is believed.
            if word.lower() not in lists("spelling")["slips"] and counts().get(made, 0) < FAMILIAR:
                return word
            return made[0].upper() + made[1:]
        return made

    return _WORD.sub(put, text)


FAMILIAR = 60
"""How often support talk must say a word that a capitalised one at the head of a sentence stands for."""


def _loud(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 5 and sum(char.isupper() for char in letters) > 0.6 * len(letters)


@cache
def _rules() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Word -> patterns, and what is read instead."""
    verbs = "|".join(str(lists("spelling")["verbs"]).split())
    made: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}
    for word, rules in lists("spelling")["told_by"].items():
        both = (line.rpartition(" => ") for line in str(rules).splitlines())
        made[word] = tuple((re.compile(rule.replace("{verbs}", verbs), re.I), right) for rule, _, right in both)
    return made


def _told(text: str) -> str:
    """The text with the words that others around them tell to be meant otherwise."""
    for word in dict.fromkeys(_WORD.findall(text.lower())):
        for rule, right in _rules().get(word, ()):
            text = rule.sub(lambda match, right=right: _cased(match.group(), right), text)  # type: ignore[misc]
    return text


def _cased(word: str, right: str) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if word[:1].isupper() or right[:2] == "i'" else right
