"""The opposite of one's own words, an order that cannot be, questions in a heap, and words that fit the reader."""

import pytest
from graders_kit import met

ASKS = "C: So what happens with my saddle now?"


@pytest.mark.parametrize(
    "line",
    [
        "The saddle is mended free of charge. You pay the 45 when you come.",
        "no charge for that one. just hand over the 45 to Finn",
        "The workshop is closed all week. You can collect the saddle on Wednesday.",
        "We're open every day. On Sundays it's shut.",
        "You needn't be home. Please open the gate for our rider at nine.",
        "There is nothing to sign. Only put your initials on the slip.",
        "The stitching is covered in full. It isn't covered, I'm afraid, since May.",
        "The saddle is ready on Friday. Fetch it on Thursday after two.",
        "It was sent yesterday. Mara will stitch it tomorrow.",
        "It's on Monday, so we'll see you on Tuesday at ten.",
    ],
)
def test_one_thing_is_not_both(line):
    assert "CL-4" in met("clarity", ASKS, f"A: {line}")


@pytest.mark.parametrize(
    "line",
    [
        "The saddle is mended free of charge. The new girth costs 45.",
        "No charge for the mending, but you pay the 45 for the girth.",
        "The workshop is closed on Monday. You can collect the saddle on Wednesday.",
        "You needn't be home unless you want to see it. Finn hangs it over the gate.",
        "Mara will stitch it tomorrow. It is sent on Thursday and is with you on Saturday.",
        "It was sent yesterday. Mara will ring you tomorrow.",
        "I said it was free, that was wrong; you pay the 45 when you come.",
        "Monday is for the measuring, Tuesday for the stitching.",
        "Nothing to sign. Finn brings the saddle on Friday.",
    ],
)
def test_two_things_are_and_so_are_conditions_and_corrections(line):
    assert "CL-4" not in met("clarity", ASKS, f"A: {line}")


def test_what_is_summed_up_was_promised():
    talk = (ASKS, "A: I'll give you 80 back, and the saddle is with you on Friday by ten.", "C: Good. That's all?")
    assert "CL-4" in met("clarity", *talk, "A: So: 35 back, and the saddle on Friday. Right?")
    assert "CL-4" not in met("clarity", *talk, "A: So: 80 back, and the saddle on Friday. Right?")


@pytest.mark.parametrize(
    ("line", "heap"),
    [
        ("Which saddle, what size, who brought it, and when did you buy it?", True),
        ("was it the left strap, did it snap, and have you got the pieces?", True),
        ("Was it the left strap or the right one?", False),
        ("What happened to the strap when you mounted?", False),
    ],
)
def test_questions_are_counted_within_a_sentence(line, heap):
    assert ("CL-2" in met("clarity", "C: My saddle broke!!", f"A: {line}")) is heap


def test_a_clause_that_leans_on_another_is_no_thing_of_a_list():
    winds = (
        "Well, the saddle goes to Mara, who is here on Mondays, or to Finn if she is away, which she often is, and "
        "then it is stitched, provided the thread has come, and if it has not they wait for it, and then we ring "
        "you, or you ring us if we forget."
    )
    lists = (
        "You get a new girth on Monday, a pair of stirrups of the same make on Wednesday, the saddle itself with its "
        "stitched strap on Friday, a jar of grease for the leather, 80 back on your card, and a call from me."
    )
    assert "CL-2" in met("clarity", ASKS, f"A: {winds}")
    assert "CL-2" not in met("clarity", ASKS, f"A: {lists}")


@pytest.mark.parametrize(
    "asks", ["C: please simple words. when i get saddle", "C: My English is not good. When ready?"]
)
def test_figures_of_speech_are_riddles_to_who_is_learning_the_language(asks):
    riddle = "A: We're snowed under, but it's in the pipeline, so sit tight, she'll be right as rain by Friday."
    assert "CL-1" in met("clarity", asks, riddle)
    assert "CL-1" not in met("clarity", asks, "A: Mara works on it now. It is ready on Friday.")
    assert "CL-1" not in met("clarity", "C: When will the saddle be ready?", riddle)


@pytest.mark.parametrize("asks", ["C: When is the saddle done?", "C: how long till i can ride again"])
def test_who_asks_when_wants_a_time(asks):
    assert "CL-3" in met("clarity", asks, "A: It's coming along, you won't have to be without it much longer.")
    assert "CL-3" not in met("clarity", asks, "A: On Friday at ten, it won't be any longer than that.")
