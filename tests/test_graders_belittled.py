"""Anger that is called too much, in so many words; and words near it that are kind."""

from __future__ import annotations

import pytest
from graders_kit import met

TOLD = "C: My washing machine broke on Tuesday and you cancelled my engineer twice. I am furious!"


@pytest.mark.parametrize(
    "said",
    [
        "That is a lot of upset over nothing. The engineer comes on Friday.",
        "I don't see why you are so upset about this. The engineer comes on Friday.",
        "I can't say I understand what you are angry about. The engineer comes on Friday.",
        "There's no need to get so worked up.",
        "All that fuss about such a little thing.",
    ],
)
def test_anger_called_too_much_is_made_small(said: str) -> None:
    assert "EM-3" in met("empathy", TOLD, f"A: {said}")


@pytest.mark.parametrize(
    "said",
    [
        "I can see why you are so upset.",
        "I don't see how you'd be anything but upset.",
        "You have every reason to be upset; it was not over nothing.",
        "There is no reason to wait: I book it now.",
        "I do not know how you stay so calm about it.",
    ],
)
def test_kind_words_near_it_make_nothing_small(said: str) -> None:
    assert "EM-3" not in met("empathy", TOLD, f"A: {said}")
