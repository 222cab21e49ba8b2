"""How a catalog looks on a partner that is built differently, and what that partner can hold.

What comes in: canonical rows, a partner's capability, and the settings of one link.
What goes out: the rows as the partner can hold them, a back-map from them to the canonical rows, and the report of what
is lost on the way.
What is always true: pure and deterministic; nothing is lost without being said.
"""

from tournant.project.capability import Capability

__all__ = ["Capability"]
