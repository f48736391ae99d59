"""What is said, held against the case file: its limits, terms, sums and record, and the answer key."""
