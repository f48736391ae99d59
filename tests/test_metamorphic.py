"""The metamorphic figures of `coolhead validate customer`: they count what they say and see a wrong customer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from coolhead.bench.bots import resolve
from coolhead.bench.customers.embedded import EmbeddedEngine, Said
from coolhead.bench.engine import plan
from coolhead.bench.types import Dialogue, Turn
from coolhead.bench.validation.customer import by_persona, play
from coolhead.bench.validation.metamorphic import _without_times, metamorphic
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona

CORE = {p.id: p for p in builtin("core")}


@pytest.fixture(scope="module")
def dialogues(tmp_path_factory: pytest.TempPathFactory) -> list[Dialogue]:
    few = [CORE[id] for id in ("P01", "P08", "P26")]
    folder: Path = tmp_path_factory.mktemp("good")
    return play(plan(resolve(["ladder:B9"]), few, repeats=4, seed=3), EmbeddedEngine(), folder)


def test_the_embedded_customer_passes_all_three(dialogues):
    figures = metamorphic(EmbeddedEngine(), dialogues, CORE)
    assert [figure.holds for figure in figures] == [True, True, True]
    assert all(figure.n > 5 for figure in figures)


class Pleased:
    """A customer that is won over by rudeness and by hearing the same again."""

    def __init__(self, real) -> None:
        self.real = real

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        said = self.real.speak_now(turns, bot_left=bot_left)
        agent = [t.text for t in turns if t.role == "agent"]
        odd = bool(agent) and ("idiot" in agent[-1] or "stupid" in agent[-1] or "whiner" in agent[-1])
        odd = odd or len(set(agent)) < len(agent)
        settled = tuple(r.id for r in self.real.persona.remedies)
        step = said.step.model_copy(update={"settled": settled, **({"anger": 0.0} if odd else {})})
        return Said(said.texts, said.end, step)


class PleasedEngine:
    name = "embedded-pleased"

    def begin(self, persona: Persona, *, seed: int) -> Pleased:
        return Pleased(EmbeddedEngine().begin(persona, seed=seed))


def test_a_customer_that_is_wrong_is_seen(dialogues):
    figures = metamorphic(PleasedEngine(), dialogues, CORE)
    assert [figure.holds for figure in figures] == [False, False, False]


@pytest.mark.parametrize(
    "said",
    [
        "The engineer comes on Wednesday 15 April between 9:00 and 11:00.",
        "You have it within five working days, at the latest by Friday.",
        "I am putting that through now; you see it on your next bill.",
        "He rings you today before 17:00, or tomorrow morning.",
        "It takes half an hour, and then it works at once.",
    ],
)
def test_times_are_taken_out_of_a_turn(said):
    from coolhead.bench.customers.dates import moments
    from coolhead.bench.customers.text import read

    bare = _without_times(Turn(role="agent", text=said), ()).text
    assert not any(moments(s.words) for s in read(bare).sentences), bare


def test_a_persona_outside_the_bar_is_named(dialogues):
    played = [d.model_copy(update={"id": f"{d.id}-{n}"}) for n in range(20) for d in dialogues if d.persona == "P08"]
    pleased = [d.model_copy(update={"end": d.end.model_copy(update={"reason": "accepted"})}) for d in played]
    left = [d.model_copy(update={"end": d.end.model_copy(update={"reason": "walked_away"})}) for d in played]
    by_name = {
        figure.name: figure
        for figure in by_persona([*left, *(d.model_copy(update={"persona": "P26"}) for d in pleased)])
    }
    outside = by_name["personas whose interval lies outside 0.70 to 0.90"]
    assert outside.value == 2
    assert outside.holds is False
    assert by_name["competent agent accepted, lowest persona"].detail == "P08"
