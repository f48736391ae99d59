"""What becomes of a request, turn by turn and in the log of actions."""
