"""What is written into the log: the form of calls that shall be made, of what came in, and of what was decided.

Working rooms meet in these alone.

What comes in: nothing but values. What goes out: their bytes, and values from bytes, older versions included.
What is always true: whatever is stored names its form by kind and version, and can be read back for ever.
On failure: a kind or version that is not known is refused when it is read, never guessed.
"""

from tournant.facts.messages import Answer, Call, Outcome, Pointer, Received, decoded, encoded

__all__ = ["Answer", "Call", "Outcome", "Pointer", "Received", "decoded", "encoded"]
