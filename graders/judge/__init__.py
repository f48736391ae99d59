"""Language models as judges: one criterion a question, verdicts with quotes that code checks, scores by code.

A judge is handed a `Chat`; it sees the dialogue, the case file and the rubric of `graders/rubrics/`, never the
customer's private state, the bot's name or outside labels. What a judge may be trusted with is in docs/judges.md.
"""
