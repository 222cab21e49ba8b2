"""The partners: one folder each, declared in its `adapter.py`. They are found by entry point and never imported."""
