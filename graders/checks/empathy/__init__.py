"""Empathy: coldness, formulas, what was told and is asked again, facts said back wrongly."""
