"""What can be asked of Square, as exchanges: the catalog, the counts, the places, the tickets, a token.

What comes in: a Task. What goes out: requests, and at the end one document of the manifest.
What is always true: no socket, no clock, no token, no retry. What is read is complete or it fails; objects keep the
bytes in which Square sent them.
On failure: a disposition; a Task that lacks what a command needs is refused before anything is sent.
"""
