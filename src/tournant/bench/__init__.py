"""The benchmarks: what Tournant costs, each figure beside a baseline that is measured in the same run.

What comes in: how large the documents shall be, the seed that makes them, and the goals.
What goes out: figures, baselines, ratios between them, and for each goal whether it was met.
What is always true: before anything is timed, the results that are compared were checked to be equal; all
contestants run in turn in one process, with the garbage collector on; documents come from a seed, so that two runs
measure the same bytes. The sub-packages are the documents: each has its generator, its case, and its baselines.
On failure: a baseline that disagrees with the mapping is a bug (Impossible), and nothing is measured.
Needs pydantic, one of the baselines, which only a development environment has.
"""
