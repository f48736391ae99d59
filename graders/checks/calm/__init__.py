"""Calm tone: attacks, scorn, blame, courtesy, and the temper they meet."""
