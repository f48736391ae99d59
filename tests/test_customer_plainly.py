"""A plain no to a demand and a plain yes to a question, in whatever words and wherever they stand in the turn."""

from __future__ import annotations

import pytest
from customer_seats import BY_ID

from coolhead.bench.customers.hearing.plainly import declines, says_yes
from coolhead.bench.customers.story import story
from coolhead.bench.customers.text import read
from coolhead.personas.vary import vary


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ("A seat on the board is not mine to give. I can write to the owner.", True),
        ("I may not hand out the neighbour's name.", True),
        ("Paying for the lost day is beyond what I may do.", True),
        ("A free month, no, I can't, the contract is silent on it.", True),
        ("I cannot see that on my screen.", False),
        ("Can you not wait until Friday?", False),
        ("The room is ready at six.", False),
    ],
)
def test_a_no_in_other_words_is_a_no(said, no):
    assert declines(read(said)) is no


def test_a_yes_after_a_kind_word_answers_the_question_before_it():
    loan = story(vary(BY_ID["P26"], seed=3)).remedy("loan").say
    assert says_yes(read("Family comes first, I see. Yes, we lend you a sofa bed until then."), loan)
    assert not says_yes(read("Yes, I see how tired you are."), loan)
    assert not says_yes(read("I see. We lend sofa beds to some people."), loan)
