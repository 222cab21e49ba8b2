"""Tournant keeps every system a restaurant runs on in agreement: one flat model over points of sale and channels."""

__version__ = "0.1.0"
