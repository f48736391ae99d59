"""How the embedded customer reads words before it knows what they are about: forms, times, and how a clause commits."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.hearing.clauses import clause_mood
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.text import read
from coolhead.bench.customers.tokens import stem, tokenise


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("We'll get Tariq out", ["we", "will", "get", "tariq", "out"]),
        ("twenty-seven fifty", ["27.5"]),
        ("1,900 or 27,50", ["1900", "or", "27.5"]),
        ("half past nine", ["9:30"]),
        ("2pm, 09:00", ["14:00", ",", "9:00"]),
        ("three hundred and forty", ["340"]),
        ("it can’t, don't, won't", ["it", "can", "not", ",", "do", "not", ",", "will", "not"]),
    ],
)
def test_words_numbers_and_times_take_one_form(said, tokens):
    assert [t for t in tokenise(said.replace("’", "'")) if t not in {"-"}] == tokens


@pytest.mark.parametrize(
    "family",
    [
        ("refund", "refunded", "refunding", "refunds"),
        ("replace", "replaced", "replacement", "replacing"),
        ("send", "sent", "sends"),
        ("call", "called", "calling"),
        ("deliver", "delivery", "deliveries"),
    ],
)
def test_endings_do_not_matter(family):
    assert len({stem(word) for word in family}) == 1


def test_a_digit_that_is_no_decimal_is_read_as_a_mark():
    assert read("𑁒0 or ² at 𑁒 past").sentences


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("tomorrow at nine", True),
        ("on Wednesday", True),
        ("within 24 hours", True),
        ("by the 14th", True),
        ("on your next bill", True),
        ("between 8 and 10", True),
        ("soon", False),
        ("as soon as possible", False),
        ("shortly", False),
        ("nine days without a line", False),
        ("27.50 cr", False),
        ("in due course", False),
    ],
)
def test_what_counts_as_a_time(said, when):
    assert bool(moments(read(said).words)) is when


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        ("I'll book the engineer for tomorrow.", "firm"),
        ("I've just put it through.", "done"),
        ("The visit is booked.", "done"),
        ("That's 27.50 coming off your next bill.", "firm"),
        ("We're sending somebody round.", "firm"),
        ("Leave it with me.", "firm"),
        ("He'll ring your bell at nine.", "firm"),
        ("I can book you a slot.", "offer"),
        ("Shall I book it?", "offer"),
        ("Would you like me to send an engineer?", "offer"),
        ("If I could, I would refund you.", "hypothetical"),
        ("I'd love to send somebody.", "hypothetical"),
        ("You might get a refund.", "hypothetical"),
        ("I will try to find a slot.", "hypothetical"),
        ("I can't refund that.", "negated"),
        ("We won't be sending an engineer.", "negated"),
        ("There is no engineer free.", "negated"),
        ("You can check our website.", "deflect"),
        ("You said you wanted a refund.", "report"),
        ("An engineer was booked last week.", "report"),
        ("What number do you have?", "question"),
    ],
)
def test_how_a_clause_commits_itself(said, mood):
    assert moods(read(said).sentences[0])[-1] == mood


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        ("Did you get a text or a call before either visit?", "question"),
        ("Have you had a call from us?", "question"),
        ("Was there either a credit or a refund on the bill?", "question"),
        ("Did you want me to send a new one?", "offer"),
        ("Would you like a call or a visit?", "offer"),
    ],
)
def test_who_asks_what_was_offers_nothing(said, mood):
    [sentence] = read(said).sentences
    assert [clause_mood(clause, question=True) for clause in sentence.clauses] == [mood]


def test_cue_files_are_lists_of_phrases():
    folder = Path(__file__).parent.parent / "bench/data/customer/cues"
    for file in sorted(folder.glob("*.yaml")):
        loaded = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        assert loaded, file.name
        for kind, phrases in loaded.items():
            assert isinstance(phrases, list), f"{file.name}: {kind}"
            assert phrases, f"{file.name}: {kind} is empty"
