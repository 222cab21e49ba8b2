"""What every test may ask for."""

from pathlib import Path

import pytest
from tests.reference import folder


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with the partners' own specifications and payloads; skips where there is none."""
    return folder()
