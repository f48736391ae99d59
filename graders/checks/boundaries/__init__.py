"""Boundaries: what tested them, how they were held, and how they were broken."""
