"""What the text model is sure of counts, unless the dialogue speaks against it."""

from dataclasses import replace

import pytest
from graders_kit import ANGRY, GRADERS, first, met

from coolhead.bench.testing import talk
from coolhead.graders.checks.empathy.known import reasked
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.scoring import raw_score

KETTLE = "C: The kettle you sold me leaks, and I have written to you about it twice!"
OVEN = "C: Bit of a nuisance, the oven clock you repaired last week is an hour slow again."


def findings(criterion, *lines):
    return {f.indicator: f for f in GRADERS[criterion].findings(talk(*lines))}


def test_evidence_moves_a_doubtful_reading_more_than_a_sure_one():
    assert shifted(0.5, -1.0) < 0.3
    assert shifted(0.98, -1.0) > 0.9
    assert shifted(0.7, 0.0) == pytest.approx(0.7)
    assert 0 < shifted(0.0, -5.0) < shifted(1.0, 5.0) < 1


@pytest.mark.parametrize(
    ("criterion", "line", "good"),
    [
        ("resolution", "You will get a call from me on Thursday at six, whatever the workshop says.", "RE+8"),
        ("resolution", "I've told the packing hall about the lids, so the next one doesn't leak.", "RE+9"),
        ("resolution", "It leaks because the seal was put in upside down at our bench.", "RE+1"),
        ("resolution", "Shall I send a new kettle, or would you rather have the money?", "RE+3"),
        ("resolution", "I am sending a fitter with a new kettle. Should he come today, or once you are back?", "RE+3"),
        ("clarity", "So: a new kettle on Friday, the old one stays with you, nothing to pay. Agreed?", "CL+6"),
        ("empathy", "I'm sorry we let you write twice.", "EM+4"),
    ],
)
def test_a_sure_reading_is_met_whatever_the_words(criterion, line, good):
    assert good in met(criterion, KETTLE, f"A: {line}")


@pytest.mark.parametrize(
    ("criterion", "line", "good"),
    [
        ("resolution", "You can keep the kettle as it is, or leave it.", "RE+3"),
        ("resolution", "Either you post it by noon or your claim is gone.", "RE+3"),
        ("resolution", "If it were up to me you would have a new kettle by Friday.", "RE+2"),
        ("resolution", "Some customers in the past were given a new kettle.", "RE+2"),
        ("resolution", "A new one for nothing isn't mine to give, sadly, and nobody here could.", "RE+10"),
        ("clarity", "In short: we stand for quality and good tea. Don't you agree?", "CL+6"),
        ("clarity", "First of all, and then again, and last but not least, a kettle should boil.", "CL+3"),
        ("empathy", "Whoever built it will be sorry, I can tell you.", "EM+4"),
        ("empathy", "You have every right to a copy of the manual.", "EM+3"),
        ("empathy", "That was a sorry excuse for a kettle.", "EM+4"),
        ("resolution", "I rang the workshop last Monday at nine and they had your number.", "RE+8"),
        ("clarity", "The desk is staffed from 8 to 18, Monday to Friday.", "CL+4"),
    ],
)
def test_what_stands_against_a_reading_takes_it_back(criterion, line, good):
    assert good not in met(criterion, KETTLE, f"A: {line}")


def test_praise_of_the_firm_answers_no_question():
    ask = "C: Can my sister fetch the kettle for me?"
    assert "CL+2" in met("clarity", ask, "A: Yes, she can, if she brings the slip.")
    assert "CL+2" not in met("clarity", ask, "A: Yes, we do value families, and our shops are proud of it.")


def test_a_case_that_is_reopened_is_not_closed_early():
    assert "RE-5" in met("resolution", KETTLE, "A: Your case has been closed as solved.")
    open_ = "A: It was marked as solved, which was wrong, so I've reopened it."
    assert "RE-5" not in met("resolution", KETTLE, open_)


def test_money_back_is_no_sales_talk():
    assert "RE-7" not in met("resolution", KETTLE, "A: You get the 30 cr back on your card within 3 working days.")
    assert "RE-7" in met("resolution", KETTLE, "A: Have you seen our new kettles? This week there is a special offer.")


def test_a_question_for_what_was_told_is_known_by_the_words_it_shares():
    told = "C: Nine nights without heating in flat 12, and my mother is eighty-four, it is a disgrace!"
    reading, x = first(told, "A: And how old is your mother?")
    assert reasked(reading, x) >= 0.5
    wish = "C: Hello, I would like to book a table for Friday, please."
    reading, x = first(wish, "A: For how many people should I book the table?")
    assert reasked(reading, x) < 0.5


def test_the_feelings_of_a_catastrophe_do_not_fit_a_nuisance():
    wailing = "A: How utterly heartbreaking, you must be in despair and agony. I reset the clock on Friday at 9:00."
    assert "EM-7" in met("empathy", OVEN, wailing)
    assert "EM-7" not in met("empathy", OVEN, "A: Annoying, an hour off again. I reset the clock on Friday at 9:00.")
    grave = "C: My father died on Monday and you still send him bills. I am in tears!"
    assert "EM-7" not in met("empathy", grave, "A: In your grief such a letter is devastating, and I am sorry.")


def test_an_apology_among_many_is_worth_little():
    once = findings("empathy", ANGRY, "A: I'm sorry that two engineers never came.")["EM+4"]
    lines = [line for _ in range(4) for line in ("C: And now?!", "A: I'm sorry that two engineers never came.")]
    often = findings("empathy", ANGRY, *lines[1:])["EM+4"]
    assert once.verdict == often.verdict == "met"
    assert often.worth < 0.5 < once.worth


def test_what_is_done_around_nothing_is_seen_and_earns_little():
    vague = ("A: I see. I will ring you on Thursday at six.", "C: And then?!")
    found = GRADERS["resolution"].findings(talk(ANGRY, "A: Thank you for writing.", "C: Well?!", *vague * 3))
    held = [f for f in found if f.strength is not None]
    call = next(f for f in held if f.indicator == "RE+8")
    assert call.verdict == "met"
    assert call.worth < 0.8
    assert raw_score("resolution", held) < raw_score("resolution", [replace(f, worth=1.0) for f in held])


RESET = "C: My route planner freezes every morning. I emptied the cache folder twice and it did nothing!"


def test_a_step_that_failed_is_not_offered_again():
    assert "RE-3" in met("resolution", RESET, "A: Please empty the cache folder and restart the planner.")
    assert "RE-3" not in met(
        "resolution", RESET, "A: You've emptied the cache folder, so I'm resetting it from here now."
    )
    assert "RE-3" not in met("resolution", RESET, "A: I'm sending a new copy of the planner to your phone now.")


def test_what_the_customer_declined_is_not_done_all_the_same():
    lines = (
        "C: The morning slot was missed again!",
        "A: I can offer you the late Sunday tour instead.",
        "C: No thanks, don't book the Sunday tour, I want my money back.",
    )
    assert "RE-3" in met("resolution", *lines, "A: I've booked you onto the Sunday tour at 18:00.")
    assert "RE-3" not in met("resolution", *lines, "A: Then no Sunday tour; I've sent your 40 cr back to the card.")


@pytest.mark.parametrize(
    "text",
    [
        "I will telephone at six to hear how it went.",
        "I'm restoring the morning's copy now, beside the other one.",
        "Our plumber comes on Wednesday at 13:00 with a new valve.",
    ],
)
def test_a_commitment_has_many_verbs(text):
    assert promise_form(text) >= 0.7


@pytest.mark.parametrize(
    "text",
    ["I will own this and see it through.", "I'm hoping for the best.", "I've heard that before.", "I'm afraid so."],
)
def test_meaning_well_is_no_commitment(text):
    assert promise_form(text) == 0.0


def test_a_claim_without_anything_to_hold_is_worth_less_than_a_deed():
    def outcome(line):
        return findings("resolution", KETTLE, f"A: {line}", "C: Fine.")["RE+2"].strength

    assert outcome("It's done.") < outcome("I've booked the courier Bruno for Thursday at 10:00 with your new kettle.")


def test_heaps_of_figures_are_a_wall_and_a_plan_is_none():
    ask = "C: Do I have to pay again, yes or no?"
    heap = "A: Plans 4 to 9 run 12, 18 or 24 months at 31, 29 or 27 cr, under clauses 9.2, 9.4 and 11."
    assert "CL-2" in met("clarity", ask, heap)
    plan = (
        "A: No. The last 30 cr went out on 3 May at 10:00, and Rosa rings you on 555-0142 between 9 and 11 on Friday."
    )
    assert "CL-2" not in met("clarity", ask, plan)


def test_days_and_needs_that_do_not_fit_are_contradictions():
    assert "CL-4" in met("clarity", KETTLE, "A: The kettle is sent on Thursday and arrives on Wednesday.")
    assert "CL-4" not in met("clarity", KETTLE, "A: The kettle is sent on Thursday and arrives on Monday.")
    assert "CL-4" in met(
        "clarity", KETTLE, "A: A receipt is not needed. Once we have the receipt, a new one leaves on Friday."
    )
    assert "CL-4" not in met("clarity", KETTLE, "A: A receipt is not needed. A new kettle leaves on Friday.")


def test_a_yes_or_no_wants_one_of_them():
    ask = "C: Do I have to pay the 12 cr for the lid or not?"
    assert "CL+2" in met("clarity", ask, "A: No, you don't, the lid is on us.")
    assert "CL+2" not in met("clarity", ask, "A: Lids are paid at the counter, in many ways, all of them safe.")


def test_who_is_pleased_may_be_let_go():
    assert "RE-5" not in met(
        "resolution", "C: It boils again, all good, thank you!", "A: Lovely, then I'll close the ticket."
    )
