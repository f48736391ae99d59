"""Two-line conversations and the indicators that they meet."""

from coolhead.bench.testing import talk
from coolhead.graders.catalog import builtin
from coolhead.graders.reading.dialogue import read

GRADERS = {grader.criterion: grader for grader in builtin()}
ANGRY = "C: My line has been dead since Monday, two engineers never came, and I am furious!"
ABUSIVE = "C: You pathetic little worm, my line has been dead for nine days!"


def met(criterion, *lines, **fields):
    return {
        id for id, verdict in GRADERS[criterion].grade(talk(*lines, **fields))[0].indicators.items() if verdict == "met"
    }


def first(*lines):
    reading = read(talk(*lines))
    return reading, reading.agents[0].sentences[0]
