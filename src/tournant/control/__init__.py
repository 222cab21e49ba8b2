"""What an operator may ask or do, one question or command a file; the command line calls nothing else.

What comes in: plain arguments. What goes out: plain values, ready to print.
What is always true: nothing is printed here and no process ends here; the caller decides how an answer looks.
On failure: BadInput with one sentence and the place, for what the caller can mend.
"""

from tournant.control.errors import BadInput

__all__ = ["BadInput"]
