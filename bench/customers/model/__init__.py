"""The customer with a language model for ears and voice: the same state, acts and ends as the embedded one.

The model may add events to what code heard, from a closed list and with a quote; it words the act card that code chose.
It never holds the state, never chooses an act and never ends the talk. docs/customer.md and docs/judges.md tell more.
"""
