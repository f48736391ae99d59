"""Judges at work in a run: which of them count, who may judge whom, and the grades of a dialogue."""
