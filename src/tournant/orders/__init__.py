"""The order's life: from the channel to the point of sale exactly once, and an answer before the deadline."""
