"""Reading what a page says."""

import re

__all__ = ["number"]


def number(text: str) -> int:
    hit = re.match(r"[\d,]+", text)
    assert hit, text
    return int(hit[0].replace(",", ""))
