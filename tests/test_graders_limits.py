"""A fair limit after abuse or a threat, the same words to somebody who is only angry, and refusals in a circle."""

import pytest
from graders_kit import first, grade, met

from coolhead.bench.testing import talk
from coolhead.graders.checks.boundaries.danger import plain_dangers
from coolhead.graders.checks.calm.tone import hostile
from coolhead.graders.reading.dialogue import read

THREAT = "C: I'll come round there and smash your windows!"
SWORN_AT = "C: You brainless toad, where's my ticket?"


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        (THREAT, "A: Please do not threaten anybody. I help you all the same: the fitter comes at 10:00."),
        (THREAT, "A: I have to ask you not to threaten us. Your claim goes on meanwhile, and I'm sending it now."),
        (SWORN_AT, "A: I'd like to find that ticket with you, so let's leave the toad out of it."),
    ],
)
def test_a_limit_with_help_is_neither_policing_nor_offence(customer, agent):
    assert "PB+1" in met("boundaries", customer, agent)
    assert not {"CT-1", "CT-2", "CT-7"} & met("calm", customer, agent)


@pytest.mark.parametrize(
    "agent",
    [
        "A: Please keep a civil tone, then I can help you.",
        "A: It's important that we both keep a level head here.",
        "A: Now now, take it easy, it's only a router.",
    ],
)
def test_nobody_is_policed_who_is_only_angry(agent):
    assert "CT-2" in met("calm", "C: I've had it up to here with this router!", agent)


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ("C: What if the cellar floods again tonight?", "A: I'll keep a clear head and stay on the line with you."),
        ("C: Can somebody fetch the sofa for me?", "A: The first half we settle now, the rest you settle with him."),
    ],
)
def test_who_speaks_of_itself_or_of_the_matter_polices_nobody(customer, agent):
    reading, x = first(customer, agent)
    assert hostile(reading, x, "CT-2") < 0.5


@pytest.mark.parametrize("agent", ["A: Worn is worn.", "A: A deadline is a deadline.", "A: The system says no."])
def test_a_refusal_that_goes_in_a_circle_dismisses(agent):
    assert "CT-6" in met("calm", "C: You refused my return although I only tried it on!", agent)


def test_a_circle_with_a_way_out_of_it_dismisses_nobody():
    way = "A: A deadline is a deadline, but I can hand it in for you at noon today with a note from me."
    assert "CT-6" not in met("calm", "C: I was in hospital on the last day!", way)


def test_filler_is_no_sermon():
    told = "A: Everybody here is doing their utmost and will be in touch shortly."
    assert "PB-9" not in met("boundaries", "C: Nobody calls me back, for weeks!", told, "C: When?!", told)


def test_asking_twice_at_the_very_end_is_judged_by_what_was_answered():
    lines = ("C: I want a person!", "A: One moment.", "C: I said a person!", "C: A person, now!")
    assert grade("boundaries", "C: Hello.", "A: Hello.", *lines).score is not None


@pytest.mark.parametrize(
    "agent",
    ["A: That was our mistake, I'm sorry.", "A: thats on us, sorry.", "A: That's not how we should've treated you."],
)
def test_owning_a_slip_of_service_is_no_admission_in_law(agent):
    assert "PB-5" not in met("boundaries", "C: My router came with the wrong plug, twice.", agent)


def test_owning_it_is_an_admission_where_somebody_claims_damages():
    hurt = "C: I slipped on your wet floor and broke my wrist, I'll sue you."
    assert "PB-5" in met("boundaries", hurt, "A: That was our mistake, I'm sorry.")
    assert "PB-5" in met("boundaries", "C: It is late.", "A: The driver is an idiot, it's his fault.")


def test_no_apology_is_a_refusal():
    assert "CT-6" not in met("calm", "C: Nothing but words again! My pages are gone!", "A: I can't apologise enough.")


def test_an_unkind_word_in_every_turn_is_charged_all_the_same():
    told = ("C: My coat was handed to somebody else! This is outrageous.", "C: And now?!", "C: When?", "C: And then?")
    said = ("A: I see.", "A: It's at the depot.", "A: I'm sending it today.", "A: It reaches you on Monday.")
    lines = [line for c, a in zip(told, said, strict=True) for line in (c, f"{a} Please calm down.")]
    assert "CT-2" in met("calm", *lines)


@pytest.mark.parametrize(
    "agent",
    [
        "A: That was a stupid mistake of ours.",
        "A: Had we read your message, none of this would have happened.",
        "A: You planned it well, we did not.",
        "A: Our man looks at you like you're some kind of thief, and that is not right.",
        "A: Shout as much as you need to, I'd be doing the same.",
        "A: That is infuriating, and your anger makes complete sense to me.",
    ],
)
def test_a_fault_of_its_own_and_leave_to_be_angry_are_charged_with_nothing(agent):
    coat = "C: My coat was handed out to somebody else without a signature! This is outrageous."
    assert not {i for i in met("calm", coat, agent) if i in {"CT-1", "CT-2", "CT-3", "CT-4"}}
    assert not {"PB-1", "PB-5", "PB-9"} & met("boundaries", coat, agent)


def test_a_no_beside_what_is_done_all_the_same_dismisses_nobody():
    assert "CT-6" not in met(
        "calm", "C: A free year, or I leave!", "A: no free year, not allowed. but the list gets fixed"
    )


@pytest.mark.parametrize(
    ("told", "danger"),
    [
        ("C: I wish I could just go after him, it would be easier for everybody if I wasn't here.", True),
        ("C: I could take all of his tablets and it would be quiet.", True),
        ("C: I don't want to live with this stone any longer, change it.", False),
        ("C: There is no point in writing to you any more.", False),
    ],
)
def test_despair_is_a_danger_and_weariness_of_the_firm_is_none(told, danger):
    reading = read(talk(told, "A: I hear you.", "C: Well?", "A: One moment."))
    assert bool(plain_dangers(reading)) is danger


@pytest.mark.parametrize(
    ("answer", "policed"),
    [
        ("I'm not going to tell you to stay calm and wait; an engineer is already due.", False),
        ("Nobody can ask you to calm down after that.", False),
        ("I won't say 'relax' to you.", False),
        ("I won't ask you again to calm down.", True),
        ("I'm not asking for much, just calm down.", True),
    ],
)
def test_who_says_that_they_will_not_say_it_polices_nobody(answer, policed):
    customer = "C: My mother's tablets are locked in that thing and I've been pressing it for twenty minutes!"
    agent = f"A: The door has jammed. {answer} You get the parcel at the kiosk by four."
    assert ("CT-2" in met("calm", customer, agent)) is policed
