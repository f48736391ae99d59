"""Clarity: jargon, vague times, contradictions, debris."""
