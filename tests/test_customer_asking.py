"""What the embedded customer takes a question for: an invitation to tell, a read-back, consent, a wish."""

from __future__ import annotations

import re

import pytest

from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.hearing import questions
from coolhead.bench.customers.hearing.leads import of_message
from coolhead.bench.customers.hearing.listen import listen
from coolhead.bench.customers.story import story
from coolhead.bench.customers.text import read
from coolhead.bench.types import Turn
from coolhead.personas.loader import builtin
from coolhead.personas.vary import vary

CORE = {p.id: p for p in builtin("core")}
STORIES = [story(vary(CORE[name], seed=5)) for name in ("P02", "P08", "P14", "P26")]


def kinds(text: str) -> set[str]:
    """What the last question of the text is heard as by people with different stories."""
    message = read(text)
    found = [
        questions.hear(message, all_moods=of_message(message), story=one, disclosed=frozenset()) for one in STORIES
    ]
    return {asked[-1].kind for asked in found if asked}


INVITES = (
    "How did it all come to this, if you don't mind me asking?",
    "What exactly went on there, if I may ask?",
    "Could there be more to it than we have on record?",
    "There is no entry here under that heading. Is there something that ought to stand there?",
    "Would you be so kind as to describe how it came to pass?",
    "Do let me know what difference this has made to you.",
    "Just so I have the right picture, what led up to this?",
    "So that I get this right from the start, what are the things I ought to know?",
    "I should be glad to learn what you have been through with this.",
    "And, um, what's going on on your side that makes this so bad right now?",
    "What lies behind it, to your knowledge?",
    "Has anything happened that we don't know about?",
)


@pytest.mark.parametrize("text", INVITES)
def test_an_open_question_is_heard_whatever_courtesy_stands_beside_it(text: str) -> None:
    assert kinds(text) <= {"open", "fact"}
    assert "open" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Is there anything else I can help you with?", "close"),
        ("Is there something else I may do for you today?", "close"),
        ("Is there anything in this list you would like changed?", "satisfied"),
        ("Anything missing?", "satisfied"),
        ("Do let me know what you think.", "satisfied"),
        ("May I ask for your order number, if you don't mind?", "identity"),
        ("Would you kindly confirm your postcode?", "identity"),
        ("Which day suits you, if you don't mind?", "choice"),
    ],
)
def test_a_question_that_asks_for_something_else_is_no_invitation(text: str, kind: str) -> None:
    assert kind in kinds(text)
    assert "open" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "You were charged twice, correct?",
        "You ordered on Monday and nothing came. Have I got that right?",
        "I read that you were told twice it was fixed. Is that correct?",
        "The parcel went to the old flat, do I have that right?",
        "You moved out in March and still got the bill. Did I understand you correctly?",
        "To be sure: you sent the form on the 3rd and it was never answered, right?",
    ],
)
def test_what_was_told_back_is_checked(text: str) -> None:
    assert "check" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Okay. Does that sit right with you?",
        "Booked: a visit tomorrow at 9. Is that right for you?",
        "Does this feel right?",
        "Is Tuesday right for you?",
        "Would that be the right thing for you?",
        "Okay. Is that right?",
    ],
)
def test_consent_is_no_read_back(text: str) -> None:
    assert kinds(text) <= {"satisfied", "fact"}


@pytest.mark.parametrize(
    "text",
    [
        "What would put this right?",
        "How can I put this right for you?",
        "Just so I get it right, what's the one thing you'd want from this?",
        "What do you want us to do to set things right?",
        "What would a good outcome look like from your perspective?",
        "What would you consider a correct solution?",
    ],
)
def test_a_question_for_the_wish_is_no_read_back(text: str) -> None:
    assert kinds(text) <= {"solution", "fact"}
    assert "solution" in kinds(text)


_NOT_ASKED = re.compile(r"not (?:even )?asked|n't asked|nobody asks|one question|single question|not ask", re.I)
_ASKS = (
    "What has this meant for you, if I may ask?",
    "I'll look after this for you at once. What would put this right?",
    "I see. I'll take care of it today.",
    "Understood. It will be done today.",
    "I'm on it, you will have it by tomorrow.",
    "It goes out to you today.",
)


@pytest.mark.parametrize("name", sorted(CORE)[::3])
def test_nobody_who_was_asked_says_that_nobody_asked(name: str) -> None:
    persona = vary(CORE[name], seed=3)
    customer = EmbeddedEngine().begin(persona, seed=3)
    turns = [Turn(role="customer", text=text) for text in customer.speak_now([]).texts]
    thing = persona.remedies[0].say[0][0]
    for text in _ASKS:
        turns.append(Turn(role="agent", text=f"{text} You get the {thing}."))
        said = customer.speak_now(turns)
        own = {line for fact in persona.facts for line in fact.say} | set(persona.cue.say if persona.cue else ())
        for line in said.texts:
            assert not _NOT_ASKED.search(line) or any(_NOT_ASKED.search(mine) for mine in own), line
        turns += [Turn(role="customer", text=line) for line in said.texts]
        if said.end:
            break


@pytest.mark.parametrize("name", ["P02", "P13", "P32"])
def test_who_calls_for_a_question_answers_it(name: str) -> None:
    customer = EmbeddedEngine().begin(vary(CORE[name], seed=3), seed=3)
    turns = [Turn(role="customer", text=text) for text in customer.speak_now([]).texts]
    locked = next(wanted for wanted in customer._story.remedies if wanted.locked_by)
    customer._memory.recent = ["ask_more"]
    customer._memory.once.add("ignored")  # it has forgotten to answer once already
    customer._ledger.entries[locked.id].early = True
    customer.speak_now([*turns, Turn(role="agent", text="How did this come about, from the start?")])
    assert set(locked.locked_by) & customer._memory.disclosed


@pytest.mark.parametrize(
    ("text", "blames"),
    [
        ("The main dish was swapped for something you never asked for, and the driver was gone.", False),
        ("You never asked for a refund in the app, as the terms say.", True),
    ],
)
def test_the_own_story_told_back_blames_nobody(text: str, blames: bool) -> None:
    customer = EmbeddedEngine().begin(vary(CORE["P07"], seed=3), seed=3)
    customer.speak_now([])
    customer._tell(("The main dish was swapped for something I never asked for, and the driver was gone.",))
    assert listen(text, story=customer._story, before=customer._before())[0].has("blame") is blames
