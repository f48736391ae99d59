"""What the command line and the Python API do alike: from settings to a run folder full of graded dialogues."""
