"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with the partners' own specifications and payloads, which a clone of the repository does not have."""
    folder = os.environ.get("TOURNANT_REFERENCE_DIR")
    if not folder:
        pytest.skip("TOURNANT_REFERENCE_DIR is not set: the partners' own documents are not part of the repository")
    found = Path(folder)
    assert (found / "specs").is_dir(), f"TOURNANT_REFERENCE_DIR={folder} has no folder specs/"
    return found
