"""The partners: one folder each, declared in its `adapter.py`. Nobody imports a concrete adapter; the registry finds it."""
