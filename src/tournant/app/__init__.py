"""The app: settings from the environment, and what is wired from them.

Comes in: the environment. Goes out: settings that were checked, and a store that is open and up to date. What is always
true: only here the environment is read, and only here the real clock and chance are picked up. On failure: one
sentence, before any work starts.
"""
