"""The decisions of the round: pure functions of what was seen, what is known and what time it is."""
