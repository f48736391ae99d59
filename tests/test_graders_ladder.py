"""The reference bots in order, the answer key that they are graded by, and their sums."""

from __future__ import annotations

import pytest
from graders_kit import grade

from coolhead.bench.api import run
from coolhead.bench.types import CRITERIA
from coolhead.bench.validation.construction import construction_figures
from coolhead.bench.validation.ladder import grade_reference, ladder_figures, moves, play_reference
from coolhead.graders.catalog import builtin
from coolhead.graders.checks.case.goal import group_hit
from coolhead.graders.checks.case.sums import allowed, beyond_limit, unknown_sum
from coolhead.graders.checks.resolution.foreknowledge import foreknown
from coolhead.graders.reading.dialogue import read


@pytest.fixture(scope="module")
def played():
    return grade_reference(play_reference(5, seed=3), builtin())


def test_the_ladder_rises_and_every_cheat_is_caught(played):
    figures = {figure.name: figure for figure in ladder_figures(played)}
    # Five personas only: one step between neighbours may be lost in their noise; `coolhead validate` shows all.
    assert figures["ladder: rungs that rise"].value > 0.85
    assert figures["cheats below B6"].value == 1.0


def test_what_a_rung_must_lower_is_held_to_it():
    def fell(b5: float, b6: float) -> bool | None:
        scores = {
            rung: {**dict.fromkeys((*CRITERIA, "overall"), 50.0), "empathy": value}
            for rung, value in (("B5", b5), ("B6", b6))
        }
        figures = {figure.name: figure for figure in moves(scores)}
        return figures["ladder: criteria that fall as they must"].holds

    assert fell(40.0, 35.0) is True
    assert fell(40.0, 41.0) is False


def test_idle_lines_under_every_turn_make_the_same_courtesy_little_better():
    said = "Thank you for contacting us. Your patience is appreciated."
    idle = "This is our written channel. The window of this chat stays open."
    heard = (
        "C: My boiler has been out since Monday, I am furious!",
        "C: When does somebody come?!",
        "C: Are you a wall?!",
    )

    def calm(line: str) -> float:
        talked = [part for customer in heard for part in (customer, f"A: {line}")]
        return grade("calm", *talked, "C: Hello?!", f"A: {line}").score or 0.0

    assert calm(f"{said} {idle}") < calm(said) + 18


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


def test_limits_tell_the_professional_from_the_listener_where_somebody_insults_and_nothing_does_elsewhere(tmp_path):
    """Domain page, section 5a: B9 against B8 on abusive personas, and a tie on K01 and K02."""

    def means(folder: str, *ids: str) -> dict[str, tuple[float | None, float | None]]:
        made = run(["ladder:B8", "ladder:B9"], personas=list(ids), repeats=2, seed=7, out=tmp_path / folder)
        return {c: (made["B8-listener"].criteria[c].mean, made["B9-professional"].criteria[c].mean) for c in CRITERIA}

    rude = means("rude", "P15", "P21", "P27", "P33", "P40")
    assert rude["boundaries"][1] > rude["boundaries"][0] + 15
    assert rude["calm"][1] > rude["calm"][0] - 5, "a fair limit is no scolding"
    assert all(listener == professional for listener, professional in means("calm", "K01", "K02").values())
