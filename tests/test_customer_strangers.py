"""What agents written by strangers taught: no slight in plain words, recaps that promise, sums by their share."""

from __future__ import annotations

import pytest
from customer_play import play
from customer_seats import BY_ID, P01, after
from test_customer_hearing import FILLED

from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.story import content_of, story
from coolhead.bench.customers.text import read
from coolhead.bench.types import Turn
from coolhead.personas.vary import vary

SLIGHTS = ("insult", "blame", "minimise", "calm_down", "non_apology", "dismiss", "closer", "police")


def hear(text: str, *, who: str = "P01", said: str = "", told: bool = True) -> Heard:
    """What a customer with its story told hears after these words of its own."""
    filled = vary(BY_ID[who], seed=7)
    known = story(filled)
    words, pairs = content_of(read(said))
    facts = tuple(known.facts) if told else ()
    before = Told(facts=facts, words=words, pairs=pairs, feelings=known.feelings, last=read(said))
    disclosed = frozenset(f.id for f in facts)
    return listen(text, story=known, before=Before(told=before, disclosed=disclosed))[0]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry.",
        "Sorry for it.",
        "Sorry for this trouble.",
        "I am so sorry.",
        "Being angry about that is entirely reasonable.",
        "Had you ordered a pack before the trip?",
        "I've had you rung on the landline.",
        "That's in the system.",
        "Lovely, so that's all in place then.",
        "Your money was taken for something you never asked for.",
    ],
)
def test_plain_words_slight_nobody(text):
    assert not hear(text).has(*SLIGHTS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm sorry if you feel that way.", "non_apology"),
        ("Being angry won't get you anywhere.", "calm_down"),
        ("Had you read the letter, you would know.", "blame"),
        ("That is the system, for everybody.", "dismiss"),
    ],
)
def test_their_unkind_neighbours_do(text, name):
    assert hear(text).has(name)


def test_the_own_words_given_back_are_no_insult_and_grant_nothing():
    said = "The plumber who shut it off put it in writing the same day."
    assert not hear(f"Oh I see, {said[0].lower()}{said[1:]}", said=said).has(*SLIGHTS)
    demand = "I pay nothing. You cancel all of it, and you write that the poster was a lie."
    noted = hear(
        "I take note that we cancel all of it, and we write that the poster was a lie.", who="P31", said=demand
    )
    assert not [p for p in noted.pledges if p.kind == "trap"]
    granted = hear("Yes, we cancel all of it, and we write that the poster was a lie.", who="P31", said=demand)
    assert [p for p in granted.pledges if p.kind == "trap"]


@pytest.mark.parametrize(
    "lead",
    [
        "What stands: ",
        "To summarize where we are: ",
        "Let me set down what has been agreed: ",
        "You do get it: ",
        "You may rely on it: ",
    ],
)
def test_a_recap_of_what_stands_promises_it_again(lead):
    line = "credit for a later ride; hide addresses of past rides and make sure the two are never matched again."
    heard = hear(lead + line, who="P37")
    assert next(p for p in heard.pledges if p.target == "hide").mood in {"firm", "done"}


def test_a_no_in_the_name_of_a_thing_refuses_nothing():
    heard = hear("You have our word that the two of you are never matched again and the address is hidden.", who="P37")
    assert next(p for p in heard.pledges if p.target == "hide").mood in {"firm", "done"}
    refused = hear("I cannot say that your address will never be matched again.", who="P37")
    assert all(p.mood == "negated" for p in refused.pledges)


def test_half_of_a_known_sum_is_a_sum():
    heard = hear("Half of the roaming charge goes back on your account.", who="P31")
    assert "amount" in next(p for p in heard.pledges if p.target == "half").brings
    vague = hear("We will credit you something as goodwill for the roaming charge, off the bill.", who="P31")
    assert all("amount" not in p.brings for p in vague.pledges)


def test_the_charge_that_was_claimed_needs_no_figure_and_part_of_it_does():
    whole = hear("Your money goes back on the card by Friday.", who="P14")
    assert "amount" in next(p for p in whole.pledges if p.target == "cycle").brings
    part = hear("Part of your money goes back on the card by Friday.", who="P14")
    assert all("amount" not in p.brings for p in part.pledges if p.target == "cycle")


def test_a_line_that_says_where_to_turn_settles_and_explains_nothing():
    for line in ("Contact: safety team 555-0190, day and night.", "safety team 555-0190, day and night"):
        heard = hear(line, who="P37")
        assert not heard.pledges
        assert not heard.explains
    assert hear("I'm passing this to the safety team; you can reach them on 555-0190.", who="P37").pledges


def test_a_deed_explains_nothing_and_a_reason_does():
    deed = hear("I'm going to set a roaming cap and block ship networks.", who="P31")
    assert {p.target for p in deed.pledges} == {"cap"}
    reason = hear("The ship has a network of its own, which is outside your plan.", who="P31")
    assert "explain" in {p.target for p in reason.pledges}


def test_what_is_read_from_a_file_is_a_report():
    heard = hear("Our file says: engineer booked for tomorrow at nine.")
    assert not [p for p in heard.pledges if p.mood in {"firm", "done"}]
    own = hear("According to our records the line is dead, so I have booked an engineer for tomorrow at nine.")
    assert [p for p in own.pledges if p.mood in {"firm", "done"}]


def test_a_record_read_out_is_no_salad_and_an_orphaned_contraction_no_crash():
    assert not hear("The file says: visits Monday 4 March and Friday 8 March, both marked customer not reached.").has(
        "garble"
    )
    assert not hear("n't").pledges


# --- the unreasonable demand ----------------------------------------------------------------------------------------

DEMAND = "You owe me twelve months free, in writing, now."


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Twelve months free are more than I may give.", True),
        ("I can't do that, but the visit stands.", True),
        ("No, that is beyond me.", True),
        ("To summarize where we are: an engineer comes tomorrow. Is anything still open?", False),
        ("I can only repeat that the engineer comes tomorrow, but rather early.", False),
        ("A guarantee that nothing ever fails is not possible.", False),
    ],
)
def test_a_no_to_the_demand_is_heard_and_silence_or_another_no_is_none(text, refused):
    heard = hear(text, said=DEMAND)
    assert heard.has("trap_refused", "turned_down") is refused


def test_who_passes_over_the_demand_hears_it_again():
    lines = ["How does that affect you?", "What does it mean for your job?", "I see. Where did the messages go?"] * 2
    played = after(P01, lines, seed=5)
    acts = [step.act for step in played.steps]
    assert sum("trap" in act for act in acts) == 2
    assert all(event.name != "trap_refused_well" for step in played.steps for event in step.events)


# --- what is still missing ------------------------------------------------------------------------------------------


def told(settled: str) -> tuple[str, ...]:
    """A customer that has told its story and was given one thing, asked whether that is all."""
    customer = EmbeddedEngine().begin(FILLED, seed=3)
    customer.speak_now([])
    customer._memory.disclosed |= {f.id for f in customer._story.facts}
    customer._memory.trap_closed = True
    turns = [Turn(role="agent", text=settled)]
    return customer.speak_now(turns).texts


def test_asked_what_is_missing_it_names_it():
    visit = FILLED.case.policy.service_times["engineer visit"]
    said = " ".join(told(f"I have booked the engineer for {visit}. Is anything still missing?")).lower()
    assert "number" in said or "money" in said


def test_what_was_not_told_the_reason_for_is_not_named():
    shy = vary(BY_ID["P14"], seed=3)
    customer = EmbeddedEngine().begin(shy, seed=3)
    customer.speak_now([])
    customer._memory.trap_closed = True
    turns = [Turn(role="agent", text="Your money is back on the card by Friday. Is anything still missing?")]
    said = " ".join(customer.speak_now(turns).texts).lower()
    assert "second account" not in said


# --- short of time --------------------------------------------------------------------------------------------------


def test_with_all_settled_in_its_last_minute_it_accepts_whatever_the_last_question_is():
    ends = set()
    for seed in range(40):
        hurried = P01.model_copy(update={"temperament": P01.temperament.model_copy(update={"hurry": 1.0})})

        def lines(seat: object) -> str:
            p = seat.persona  # type: ignore[attr-defined]
            visit = p.case.policy.service_times["engineer visit"]
            return [
                "Nine days and two engineers who never came, I am sorry. Which number should get the texts?",
                f"I have booked the engineer for {visit}, {p.remedies[1].amount} cr come off your next bill, and your "
                "new number is in. What does being offline mean for your work?",
            ][min(seat.n, 1)]  # type: ignore[attr-defined]

        played = play(hurried, lines, seed=seed, max_turns=3)
        if played.steps[-1].settled and len(played.steps) == 3:
            ends.add(played.reason)
    assert "accepted" in ends or "accepted_grudging" in ends
    assert "walked_away" not in ends


# --- what is offered, given, had done --------------------------------------------------------------------------------


def test_of_several_ways_none_is_given_yet():
    heard = hear(
        "There are two options, and the choice is yours:\n- A refund of 21 cr, on your card within 3 days.\n"
        "- The right items freshly cooked and sent, in 40 minutes.\nWhich one works better for you?",
        who="P07",
    )
    assert {p.mood for p in heard.pledges} == {"offer"}


def test_who_has_had_it_done_has_done_it_and_a_no_in_a_list_belongs_to_its_point():
    assert [
        p.mood for p in hear("I've just had the pharmacist ring you today, within 60 minutes.", who="P22").pledges
    ] == ["done"]
    listed = hear("The following is now in place:\n- A hold of the charge, not collected until Thursday.", who="P17")
    assert next(p for p in listed.pledges if p.target == "hold").mood == "done"


def test_why_a_claim_was_declined_is_no_new_no():
    assert not hear("The claim was declined under clause 4.2, as a gradual leak.", who="P05").has("dismiss")
    assert hear("Not covered under clause 4.2.", who="P05").has("dismiss")


def test_a_number_that_was_read_out_has_been_given():
    filled = vary(BY_ID["P36"], seed=7)
    customer = EmbeddedEngine().begin(filled, seed=7)
    customer.speak_now([])
    number = next(r for r in filled.remedies if r.id == "number")
    figure = number.say[0].split("|")[1]
    customer.speak_now([Turn(role="agent", text=f"The incident number is {figure}; the crew is on its way to you.")])
    assert "number" in customer._ledger.settled()
