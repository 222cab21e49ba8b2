"""The kernel: values and protocols that every room may use, and nothing that does I/O.

What is here: rows (what flat data looks like), money, ids, checks that survive `python -O`, and the named bounds.
What is always true: nothing here imports another room, reads a clock, rolls dice or touches a file.
"""
