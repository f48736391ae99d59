"""Simulated angry customers: a controller that feels and decides, and voices that word what it decided."""
