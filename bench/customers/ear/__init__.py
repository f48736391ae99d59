"""The customer's learned ear: what a sentence does that no cue list names, from some 3,000 rows by two authors."""
