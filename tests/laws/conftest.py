"""How long the laws run: a short slice in every check; TOURNANT_LAWS=long the campaign; a number, so many examples."""

import os
from pathlib import Path

from hypothesis import Phase, settings

from tournant import lens

CHOICE = os.environ.get("TOURNANT_LAWS", "quick")

settings.register_profile("quick", max_examples=40, deadline=None, print_blob=True)
settings.register_profile("long", max_examples=5_000, deadline=None, print_blob=True)
# The verdict on a mutant is yes or no: no time is spent on shrinking, and it is the same in every run.
settings.register_profile(
    "mutants", max_examples=40, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
)
if CHOICE.isdecimal():
    settings.register_profile(CHOICE, max_examples=int(CHOICE), deadline=None, print_blob=True)
settings.load_profile(CHOICE)

if "TOURNANT_LENS_AT" in os.environ:  # A mutant is judged: it must be the mutant that is imported.
    assert Path(lens.__file__).is_relative_to(os.environ["TOURNANT_LENS_AT"])
