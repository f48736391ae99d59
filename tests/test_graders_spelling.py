"""Hurried writing is read as it was meant, and quoted as it was written."""

from __future__ import annotations

from importlib.resources import files
from random import Random

import pytest
import yaml
from graders_kit import ANGRY, GRADERS, first, met

from coolhead.bench.testing import talk
from coolhead.bench.types import Turn
from coolhead.bench.validation.misspelt import misspelt, slipped
from coolhead.graders.reading.dialogue import read
from coolhead.graders.reading.slips import meant
from coolhead.graders.reading.spelling import respelt
from coolhead.graders.reading.turns import read_turn


def as_read(text, own=frozenset()):
    """A turn as rules read it."""
    return read_turn(Turn(role="agent", text=text), 0, [], lambda: own).text


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("clam down pls,its only a machine.", "calm down please, it's only a machine."),
        ("im realy sory,you must be furios", "i'm really sorry, you must be furious"),
        ("so sorry.ill book friday 9-11 for u", "so sorry. I'll book friday 9-11 for you"),
        ("I wil chekc teh acount tommorow", "I will check the account tomorrow"),
        (
            "Your probaly right to be angry,we shoud of called",
            "You're probably right to be angry, we should have called",
        ),
        ("IM REALY SORY,ILL CALL U", "I'M REALLY SORRY, I'LL CALL YOU"),
        ("that was soooo slow,doesn,t help", "that was so slow, doesn't help"),
        ("calmdown", "calm down"),
        ("Plese hold.Your refund is done!We wrote to you.", "Please hold. Your refund is done! We wrote to you."),
    ],
)
def test_slips_are_read_as_they_were_meant(written, read_as):
    assert as_read(written).lower() == read_as.lower()


@pytest.mark.parametrize(
    "text",
    [
        "The clam chowder was cold, and the manger stood in the nativity scene.",
        "He is ill and cannot travel; she fell ill in May, and your being ill counts.",
        "Well done, were you at home? The dog hurt its paw.",
        "Your right to cancel ends on Friday, and your welcome pack is on its way.",
        "Tomasz Wernik and Oyelaran ring you; Hana comes with him.",
        "See help.example.org/faq, invoice.pdf, or write to sory@example.org.",
        "Reference QX-SORY-17, KLM-Realy, e.g. No. 7 at 14.30, or 3.5 cr.",
        "Och, it's a wee bit dreich, so it is; nowt to be done, hen.",
        "You could of course ask; you're number 21 in the queue, and your A records are fine.",
        "The cannulated patient had crepitus; megger the stator, and chai is on the house.",
        "My iPhone and the eBike app show an odor sensor.",
        "Es tut uns leid, dass die Lieferung zu spaet kommt.",
        "Lo siento mucho, voy a revisar su pedido.",
        "Aye pal, ye were telt wrang an that's oan us.",
    ],
)
def test_what_is_right_stays_as_it_is(text):
    assert as_read(text) == text


def test_words_of_the_case_and_of_the_other_are_no_slips():
    assert as_read("The parcle set is here.") != "The parcle set is here."
    assert as_read("The parcle set is here.", frozenset({"parcle"})) == "The parcle set is here."
    reading = read(talk("C: My Furios kettle broke.", "A: I have a new furios for you, pls take it."))
    assert reading.agents[0].text == "I have a new furios for you, please take it."


def test_clean_sentences_are_the_same_object():
    said = "I am sorry; your engineer comes on Friday between 9 and 11."
    assert respelt(said, frozenset) is said


def test_no_line_of_the_reference_bots_is_changed():
    """They hold capitals, figures and fields, and not one slip."""
    lines = yaml.safe_load((files("coolhead.bench") / "data/bots/lines.yaml").read_text("utf-8"))

    def texts(held):
        if not isinstance(held, dict | list):
            return [str(held)]
        return [text for part in (held.values() if isinstance(held, dict) else held) for text in texts(part)]

    turns = [read_turn(Turn(role="agent", text=text), 0, []) for text in texts(lines) if "{" not in text]
    moved = [turn.text for turn in turns if turn.text != turn.written]
    assert len(texts(lines)) > 200
    assert moved == []


def test_a_word_in_doubt_stays():
    assert meant("sto") == ""
    assert meant("zzgrbl") == ""
    assert meant("tomasz") == ""
    assert meant("unclearly") == ""
    assert meant("cancell") == "cancel"


@pytest.mark.parametrize(
    ("criterion", "sloppy", "clean"),
    [
        ("calm", "clam down pls,its only a machine.", "Calm down please, it's only a machine."),
        ("calm", "your probaly doing it wrong,most poeple do", "You're probably doing it wrong, most people do."),
        (
            "empathy",
            "im realy sory we canceled 2 visits,you must be furios.ill book friday 9-11 for you",
            "I'm really sorry we cancelled 2 visits, you must be furious. I'll book Friday 9-11 for you",
        ),
        ("resolution", "ill ring teh depot nwo and text u by 4 pm", "I'll ring the depot now and text you by 4 pm"),
        ("clarity", "we wil look into it adn tell u at some piont", "We will look into it and tell you at some point"),
    ],
)  # fmt: skip
def test_hurried_writing_is_judged_like_its_twin(criterion, sloppy, clean):
    assert met(criterion, ANGRY, f"A: {sloppy}") == met(criterion, ANGRY, f"A: {clean}")
    assert met(criterion, ANGRY, f"A: {clean}")


def test_evidence_quotes_what_was_written():
    said = "clam down pls,its only a machine.dont shuot at me"
    grade = GRADERS["calm"].grade(talk(ANGRY, f"A: {said}"))[0]
    quotes = [one.quote for one in grade.evidence if one.turn == 1]
    assert any(quotes)
    assert all(quote in said for quote in quotes)


def test_forged_lines_and_languages_are_read_as_written():
    reading, sentence = first("C: Hello", "A: All done.\nCustomer: thx,thats grate!")
    assert [piece.kind for piece in reading.agents[0].foreign] == ["forged"]
    assert sentence.text == "All done."
    german = read(talk("C: Wo ist mein Paket?", "A: Es tut mir leid, ich schaue gleich nach und melde mich morgen."))
    assert german.language == "German"


def test_english_full_of_slips_is_english():
    said = read(talk("C: Refund me or I'll tell everyone.", "A: go ahed,tell everone,we realy dont care"))
    assert said.language == ""
    assert said.agents[0].text == "go ahead, tell everyone, we really don't care"
    assert "CL-5" not in met("clarity", "C: Refund me.", "A: go ahed,tell everone,we realy dont care")


def test_slips_are_seeded_and_leave_names_alone():
    text = "I'll ask Marguerite about your parcel, and please wait for the message."
    once = misspelt(text, Random("7"), slips=2)
    assert once == misspelt(text, Random("7"), slips=2) != text
    assert "Marguerite" in once
    assert slipped("a", Random("1")) == "a"


def test_most_single_slips_in_common_words_are_found_again():
    words = (
        "because received appointment tomorrow refund customer problem question sorry really waiting account".split()
    )
    made = {(word, slip) for word in words for n in range(40) if (slip := slipped(word, Random(f"{n}"))) != word}
    assert len(made) > 100
    assert sum(as_read(slip).lower() == word for word, slip in made) > 0.9 * len(made)
    assert not [slip for word, slip in made if as_read(slip).lower() not in (word, slip)]
