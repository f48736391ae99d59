"""Resolution: what was settled, what was invented, what went round in circles."""
