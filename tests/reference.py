"""The folder with the partners' own specifications and payloads, which a clone of the repository does not have."""

import os
from pathlib import Path

import pytest

__all__ = ["folder"]


def folder() -> Path:
    found = os.environ.get("TOURNANT_REFERENCE_DIR")
    if not found:
        pytest.skip("TOURNANT_REFERENCE_DIR is not set: the partners' own documents are not part of the repository")
    assert (Path(found) / "specs").is_dir(), f"TOURNANT_REFERENCE_DIR={found} has no folder specs/"
    return Path(found)
