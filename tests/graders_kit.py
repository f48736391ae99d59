"""Two-line conversations and the indicators that they meet."""

from coolhead.bench.testing import talk
from coolhead.graders.catalog import builtin
from coolhead.graders.reading.dialogue import read

GRADERS = {grader.criterion: grader for grader in builtin()}
ANGRY = "C: My line has been dead since Monday, two engineers never came, and I am furious!"
ABUSIVE = "C: You pathetic little worm, my line has been dead for nine days!"


def grade(criterion, *lines, **fields):
    return GRADERS[criterion].grade(talk(*lines, **fields))[0]


def met(criterion, *lines, **fields):
    return {id for id, verdict in grade(criterion, *lines, **fields).indicators.items() if verdict == "met"}


def first(*lines):
    """The first agent sentence of a talk, and its reading."""
    reading = read(talk(*lines))
    return reading, reading.agents[0].sentences[0]
