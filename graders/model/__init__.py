"""A small trained reader of sentences: `TextModel.load().read(texts, contexts)` gives calibrated probabilities."""

from coolhead.graders.model.reader import TextModel

__all__ = ["TextModel"]
