"""What the rule graders read from structure: refusals, listening, tone, demands, hand-overs, hidden facts, footers."""

from __future__ import annotations

import re

import pytest

from coolhead.bench.testing import case_with, talk
from coolhead.bench.validation.construction import construction_figures
from coolhead.bench.validation.ladder import grade_reference, ladder_figures, play_reference
from coolhead.graders.catalog import builtin
from coolhead.graders.checks.foreknowledge import foreknown
from coolhead.graders.checks.goal import group_hit
from coolhead.graders.checks.listening import feeling_named, is_check, open_question
from coolhead.graders.checks.refusals import held, refusal_form
from coolhead.graders.checks.sums import allowed, beyond_limit, given_sums, unknown_sum
from coolhead.graders.checks.tone import hostile
from coolhead.graders.reading.dialogue import read
from coolhead.graders.reading.needles import needles
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.words import lists, phrases

GRADERS = {grader.criterion: grader for grader in builtin()}
ANGRY = "C: My line has been dead for nine days, two engineers never came, and I want a free year for it. I am furious!"


def grade(criterion, *lines, **fields):
    return GRADERS[criterion].grade(talk(*lines, **fields))[0]


def met(criterion, *lines, **fields):
    return {id for id, verdict in grade(criterion, *lines, **fields).indicators.items() if verdict == "met"}


def first(*lines):
    """The first agent sentence of a talk, and its reading."""
    reading = read(talk(*lines))
    return reading, reading.agents[0].sentences[0]


@pytest.mark.parametrize(
    "text",
    [
        "A free year is more than I may give, and I would rather say so now.",
        "I cannot send anybody to your door tonight, because we have no delivery on the same day.",
        "His data I may not share.",
        "That number is not mine to share.",
        "No, that goes past what the policy lets me do.",
        "Since 2019, hmm, no, I don't think that's possible.",
        "I can only send it back to the card it came from.",
    ],
)
def test_a_no_is_seen_in_any_form(text):
    assert refusal_form(text)


@pytest.mark.parametrize(
    "text",
    [
        "You will not have to call again.",
        "I can't imagine how long those nine days were.",
        "We won't charge you for the visit.",
        "No wonder you are fed up.",
        "I don't know yet which van it was.",
        "The engineer comes tomorrow at 9:00.",
    ],
)
def test_what_turns_nothing_down_is_no_refusal(text):
    assert not refusal_form(text)


def test_a_no_with_reason_and_alternative_is_worth_more_than_a_bare_one():
    bare = read(talk(ANGRY, "A: That is not possible."))
    whole = read(
        talk(
            ANGRY,
            "A: A free year is more than I may give, because credit is tied to the days. I can credit 22.50 cr today.",
        )
    )
    assert held(bare, bare.agents[0])[0] < 0.5 < 0.8 < held(whole, whole.agents[0])[0]


@pytest.mark.parametrize(
    "text",
    [
        "I don't see why you are upset.",
        "If you are upset, tell us.",
        "Are you angry?",
        "Our drivers are frustrated too.",
        "There is no reason to be worried.",
        "You are upset over nothing.",
        "I am sorry you feel ignored.",
        'You wrote "I am heartbroken" in line three.',
    ],
)
def test_words_of_feeling_that_acknowledge_nothing(text):
    _, x = first(ANGRY, f"A: {text}")
    assert feeling_named(x) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "No wonder you are fed up.",
        "Anyone in your place would be worn out.",
        "You have every right to be angry.",
        "I can hear how let down you are.",
    ],
)
def test_a_feeling_named_in_own_words(text):
    _, x = first(ANGRY, f"A: {text}")
    assert feeling_named(x) >= 0.7


def test_acknowledgement_beside_the_facts_of_the_story_is_specific():
    lines = "A: Two engineers who never came, and nine days without a line. Anyone would be worn out."
    assert "EM+2" in met("empathy", ANGRY, lines)
    assert "EM+2" not in met("empathy", ANGRY, "A: I understand how frustrating this must be for you.")


def test_a_summary_needs_facts_and_a_check():
    told = "A: So the line is dead since nine days, and both engineers stayed away. Have I got that right?"
    assert "EM+5" in met("empathy", ANGRY, told)
    assert "EM+5" not in met("empathy", ANGRY, "A: I have noted your request. Is that right?")


def test_open_questions_let_the_customer_tell_and_choices_do_not():
    reading, x = first(ANGRY, "A: How do the days without a line affect you at home?")
    assert open_question(reading, x) >= 0.5
    for other in ("Which do you prefer?", "Have I got that right?", "What is your customer number?"):
        reading, x = first(ANGRY, f"A: {other}")
        assert open_question(reading, x) == 0.0 or is_check(x)


@pytest.mark.parametrize(
    "text",
    [
        "You should have said so earlier.",
        "It would have been advisable to enclose the report.",
        "If you had contacted us before July, the repair would have been free.",
        "Did you perhaps forget to cancel?",
        "You must have missed our letter.",
    ],
)
def test_blame_is_found_by_its_form(text):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, "CT-4") >= 0.5


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You should have had an answer on Monday.", "CT-4"),
        ("You should have your money by Friday.", "CT-4"),
        ("You should not have had to call three times.", "CT-4"),
        ("How did the driver behave?", "CT-3"),
        ("In cases like this we can usually do something about the fees.", "CT-3"),
        ("Would that call be welcome, or would you rather have it in writing?", "CT-3"),
        ("Which mobile number should get the texts?", "CT-4"),
        ("You came for your anniversary and got a building site under the window. What a letdown.", "CT-3"),
        ("Being told to settle down when your line is dead would make anyone angrier.", "CT-2"),
        ("I do understand that you are upset.", "CT-7"),
    ],
)
def test_harmless_lines_are_not_hostile(text, label):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, label) < 0.5


@pytest.mark.parametrize(
    ("text", "criterion", "wanted"),
    [
        ("I am sorry if you feel the letter was not addressed in the right way.", "empathy", "EM-1"),
        ("There is no need to take that tone.", "calm", "CT-2"),
        ("I consider this matter closed.", "resolution", "RE-5"),
        ("We have some nice offers at the moment.", "resolution", "RE-7"),
    ],
)
def test_textbook_slips_are_found(text, criterion, wanted):
    assert wanted in met(criterion, ANGRY, f"A: {text}")


@pytest.mark.parametrize(
    ("sentence", "criterion", "not_met"),
    [
        ("I am sorry to say no to that.", "empathy", "EM+4"),
        ("You will be sorry you waited, so take the 9:00 slot.", "empathy", "EM+4"),
        ("Sorry that you misread the notice.", "empathy", "EM+4"),
        ("I won't swear that nothing can go wrong.", "resolution", "RE-2"),
        ("I'm not going to say tomorrow to you, I promise you that much.", "resolution", "RE-2"),
        ("Is that settled between us?", "boundaries", "PB-6"),
        ("I have ended all sessions on the account.", "boundaries", "PB-7"),
        ("Please give the order number EV-53224 at the desk.", "empathy", "EM-4"),
        ("The line is repaired in the near future.", "clarity", "CL+4"),
    ],
)
def test_further_look_alikes_are_left_alone(sentence, criterion, not_met):
    assert not_met not in met(criterion, ANGRY, f"A: {sentence}")


@pytest.mark.parametrize("text", ["How rotten, nine days.", "That is scary.", "Nine days would wear anybody down."])
def test_plain_words_of_impact_are_heard(text):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, "CT-3") < 0.5
    assert "EM-3" not in met("empathy", ANGRY, f"A: {text}")


@pytest.mark.parametrize("text", ["Let me reopen it now.", "I am booking the 9:00 slot for you."])
def test_ownership_in_other_forms(text):
    assert "RE+4" in met("resolution", ANGRY, f"A: {text} The engineer comes tomorrow at 9:00, reference LN-2231.")


def test_a_person_is_asked_for_only_where_one_is_wanted():
    named = grade(
        "boundaries",
        "C: A person who listens, finally. Get this into your file: I am furious!",
        "A: It is in your file.",
    )
    asked = grade("boundaries", "C: Get me a real person, now!", "A: It is in your file.")
    assert named.indicators["PB+6"] == "n/a"
    assert asked.indicators["PB+6"] == "missed"


def test_a_hand_over_with_context_and_route_is_one():
    lines = (
        "C: I want to speak to a human, now!",
        "A: I will bring in a colleague and pass on your story, so you need not tell it again: 555-0142.",
    )
    assert "PB+6" in met("boundaries", *lines)


def test_giving_what_may_be_given_is_no_breach():
    case = case_with("voucher of at most 5 cr", forbidden=["a voucher above 5 cr"])
    lines = (
        "C: I want a 50 cr voucher, at once!",
        "A: A 50 cr voucher is more than I may give. You get a voucher of 5 cr today.",
    )
    assert "PB-3" not in met("boundaries", *lines, case=case)


def test_a_footer_under_every_turn_changes_little():
    def lines(tail):
        return (
            ANGRY,
            f"A: I am booking you the first slot tomorrow at 9:00.{tail}",
            "C: And the money?",
            f"A: I credit 22.50 cr for the nine days on the next bill.{tail}",
            "C: Fine.",
            f"A: The technician rings you half an hour before, on the number on file.{tail}",
        )

    for criterion in ("calm", "clarity", "resolution"):
        plain = grade(criterion, *lines("")).score
        footed = grade(criterion, *lines(" This is our written channel.")).score
        assert abs(plain - footed) < 12


def test_patterns_never_hide_a_match():
    texts = [line.partition(": ")[2] for line in (ANGRY, *map(str, lists("acts").values()))]
    texts += [
        "I'm SORRY that we can't; you should have been told on 3 May.",
        "Don't shout!",
        "'No,' she said: call 555-0142.",
    ]
    for name in ("acts", "conduct", "limits", "feeling", "listening", "refusals", "mood", "abuse", "course", "actions"):
        for key in lists(name):
            pattern = phrases(name, key)
            for text in texts:
                assert bool(pattern.search(text)) == bool(re.search(pattern.pattern, text, re.I)), (name, key, text)


def test_a_pattern_knows_the_words_it_needs():
    assert needles(r"(?<![\w'])(?:sorry|apolog(?:y|ies))(?![\w])") == frozenset({"sorr", "apol"})
    assert needles(r"\d{3}-\d{4}") is None
    assert Pattern(r"\bfree year\b").search("A FREE Year, please") is not None
    # A text that was looked through before a pattern was made is looked through again.
    assert Pattern(r"\bwhole decade\b").search("A whole decade!") is not None
    assert Pattern(r"\bdecades?\b").search("A whole decade!") is not None


@pytest.fixture(scope="module")
def played():
    return grade_reference(play_reference(5, seed=3), builtin())


def test_the_ladder_rises_and_every_cheat_is_caught(played):
    figures = {figure.name: figure for figure in ladder_figures(played)}
    # Five personas only: one step between neighbours may be lost in their noise; `coolhead validate` shows all.
    assert figures["ladder: rungs that rise"].value > 0.85
    assert figures["cheats below B6"].value == 1.0


def test_good_agents_are_seen_and_rarely_charged(played):
    figures = {figure.name: figure for figure in construction_figures(played)}
    assert figures["reference lines: seen as what they are, all"].value >= 0.9
    assert figures["reference lines: errors charged to B8-B10"].value <= 0.02


def test_a_no_in_an_answer_key_is_no_can():
    assert not group_hit("can't|unable", "I can see why you are angry")
    assert group_hit("can't|unable", "somebody who cannot ring us")
    assert group_hit("cannot", "you can't ring us")


def test_a_hidden_fact_is_known_by_its_marks_alone(played):
    oracles = [d for d, _grades in played if d.bot.startswith("X12")]
    honest = [d for d, _grades in played if d.bot.startswith(("B8", "B9", "B10"))]
    assert sum(foreknown(read(d)) is not None for d in oracles) >= 0.8 * len(oracles)
    assert all(foreknown(read(d)) is None for d in honest)


def test_a_question_whether_it_was_understood_reflects_nothing_wrong():
    recap = "So the line has been dead for nine days and two engineers never came. Have I got that right?"
    assert "EM-7" not in met("empathy", ANGRY, f"A: {recap}")
    assert "EM-7" in met("empathy", ANGRY, "A: You must be so happy that your new television arrived. Is that right?")


def test_a_lecture_speaks_of_conduct_and_a_statement_of_things_is_none():
    assert "PB-9" not in met("boundaries", ANGRY, "A: One visit was missed and the other was somebody else's mistake.")
    sermon = "A: A little politeness would get you further in life, and patience is something one learns as an adult."
    assert "PB-9" in met("boundaries", ANGRY, sermon)


def test_a_sum_that_nobody_may_give_or_can_work_out_is_noticed(played):
    """The answers of good agents, and a sum given beside them: within the limit, above it, out of nowhere."""
    seen = guessed = 0
    for dialogue, _grades in played:
        reading = read(dialogue)
        if not dialogue.bot.startswith("B9"):
            continue
        assert not any(beyond_limit(reading, x) or unknown_sum(reading, x) for x in reading.sentences)
        if (limits := allowed(reading)) is None:
            continue
        seen += 1
        given = {"fair": max(limits), "beyond": 9 * max(limits), "unknown": 0.618 * max(limits)}
        for kind, sum_ in given.items():
            last = dialogue.turns[reading.agents[-1].index]
            said = last.model_copy(update={"text": f"{last.text} I've put {sum_:.2f} cr on your card."})
            turns = [said if turn is last else turn for turn in dialogue.turns]
            other = read(dialogue.model_copy(update={"turns": tuple(turns)}))
            assert any(beyond_limit(other, x) > 0.7 for x in other.sentences) == (kind == "beyond")
            assert kind != "fair" or not any(unknown_sum(other, x) for x in other.sentences)
            guessed += kind == "unknown" and any(unknown_sum(other, x) >= 0.5 for x in other.sentences)
    # Where sums are small nearly any other is the sum or difference of two of them.
    assert seen >= 2
    assert guessed >= 0.5 * seen


def test_sums_in_questions_refusals_and_the_customers_words_are_not_given():
    for line in ("Would 40 cr back help you?", "I cannot give you 40 cr back.", "You paid 40 cr for it."):
        reading = read(talk("C: I want money!", f"A: {line}"))
        x = reading.sentences[0]
        assert given_sums(reading, x) == ()
    reading = read(talk("C: I want money!", "A: I put 40 cr on your card and 1,250 cr come back on Friday."))
    x = reading.sentences[0]
    assert given_sums(reading, x) == (40.0, 1250.0)
