"""The engine with one mistake in it: each must be found by the laws.

A mutant is a place in `src/tournant/lens`, what stands there, and what stands there instead. The engine is copied, the
copy is changed, and the law that it breaks is run on it in a process of its own: it must fail.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MUTANTS", "Mutant", "verdict"]

ROOT = Path(__file__).parents[2]
SECONDS_MAX = 300


@dataclass(frozen=True)
class Mutant:
    name: str
    module: str
    old: str
    new: str
    killed_by: str
    """The law that it breaks."""


MUTANTS = (
    Mutant(
        "writes without comparing",
        "diff.py",
        "if now is not UNSET and now != was:",
        "if now is not UNSET:",
        "test_locality.py::test_a_renamed_field_changes_its_own_bytes",
    ),
    Mutant(
        "writes what the caller does not carry",
        "diff.py",
        "if now is not UNSET and now != was:",
        "if now != was:",
        "test_spelling.py::test_unset_is_left_as_it_is",
    ),
    Mutant(
        "finds siblings in the wrong order",
        "diff.py",
        "found.setdefault(row.parent, []).append(row)",
        "found.setdefault(row.parent, []).insert(0, row)",
        "test_structure.py::test_a_removed_element_takes_its_own_bytes_with_it",
    ),
    Mutant(
        "drops quarantined elements",
        "reorder.py",
        "self.chunks.append(pieces(None, None, entry))",
        "pass",
        "test_structure.py::test_reordered_elements_keep_their_bytes",
    ),
    Mutant(
        "drops quarantined duplicates",
        "reorder.py",
        "self.chunks.extend(self._pieces(None, None, copy) for copy in",
        "list(copy for copy in",
        "test_structure.py::test_faults_stay_when_their_neighbours_are_reordered",
    ),
    Mutant(
        "makes elements anew that moved",
        "reorder.py",
        "self._pieces(edge, row, self._have.get((edge, own)))",
        "self._pieces(edge, row, None)",
        "test_structure.py::test_reordered_elements_keep_their_bytes",
    ),
    Mutant(
        "reorders by index",
        "reorder.py",
        "self._have.get((edge, own))",
        "next((e for (of, _), e in self._have.items() if of is edge), None)",
        "test_structure.py::test_reordered_elements_keep_their_bytes",
    ),
    Mutant(
        "overlooks duplicates",
        "flatten.py",
        "if check and len({some}) > 1 and len(set({keys})) != len({some}): raise Uneven",
        "{keys} and None",
        "test_faults.py::test_every_fault_is_reported_at_its_path",
    ),
    Mutant(
        "forgets that copies may differ",
        "flatten.py",
        'code(f"elif {first} == {x}: {rid}',
        'code(f"elif {first} is not {x}.__class__: {rid}',
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "forgets what a missing member means",
        "flatten.py",
        'absent = code.bind(f.absent) if f.absent is not None else "None"',
        'absent = "None"',
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "forgets the scope of a key",
        "flatten.py",
        "{ids}[f'{{{names.parent}}}/{{{names.key}}}']",
        "{ids}[f'{{{names.key}}}']",
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "takes an unknown kind for the first",
        "flatten.py",
        "if {tag} == {edge.when!r}:",
        "if {tag} == {edge.when!r} or {number} == 0 and {tag} in (None, '', 'IMAGE', 'item'):",
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "joins a composite key with another sign",
        "flatten.py",
        '":".join(f"{{{part}}}" for part in parts)',
        '"-".join(f"{{{part}}}" for part in parts)',
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "remembers a value by its first member",
        "code.py",
        "[conv]}[{', '.join(values)}]",
        "[conv]}[{', '.join(values[:1] * len(values))}]",
        "test_decoding.py::test_decoded_rows_equal_the_oracle",
    ),
    Mutant(
        "leaves out a separator",
        "splice.py",
        '(last, last, [b",", text])',
        "(last, last, [text])",
        "test_fields.py::test_what_was_written_is_read",
    ),
    Mutant(
        "is off by one",
        "splice.py",
        '(last, last, [b",", text])',
        '(last - 1, last, [b",", text])',
        "test_fields.py::test_what_was_written_is_read",
    ),
    Mutant(
        "writes null where a member shall go",
        "build.py",
        'b"null" if f.none == "null" else DROP',
        'b"null"',
        "test_spelling.py::test_an_edit_is_spelled_in_its_place",
    ),
    Mutant(
        "forgets which member is the only one",
        "splice.py",
        "next(iter(members), wanted.name) if isinstance(wanted, Only) else wanted",
        "wanted.name if isinstance(wanted, Only) else wanted",
        "test_spelling.py::test_an_edit_is_spelled_in_its_place",
    ),
    Mutant(
        "makes an element without its tag",
        "build.py",
        "{**tag, **own, **tag}.items()",
        "own.items()",
        "test_structure.py::test_a_new_element_is_written_whole",
    ),
    Mutant(
        "writes one copy of several",
        "climb.py",
        "for row in src.streams[edge] if row.target in ids}",
        "for row in src.streams[edge][:1] if row.target in ids}",
        "test_fields.py::test_what_was_written_is_read",
    ),
    Mutant(
        "counts elements from one",
        "source.py",
        "for n, child in enumerate(split_list(raw))",
        "for n, child in enumerate(split_list(raw), 1)",
        "test_faults.py::test_every_fault_is_reported_at_its_path",
    ),
    Mutant(
        "says less than the path",
        "source.py",
        "Problem(found[at] + fault.inside, fault.reason)",
        "Problem(found[at], fault.reason)",
        "test_faults.py::test_every_fault_is_reported_at_its_path",
    ),
    Mutant(
        "lets the depth of a document through",
        "codec.py",
        "raise Refused(TOO_DEEP) from None\n        src.placed",
        "raise\n        src.placed",
        "test_hostile.py::test_groups_within_groups_without_end",
    ),
)


def verdict(mutant: Mutant | None, tests: str, home: Path) -> tuple[bool, str]:
    """Whether the tests pass with this mistake in the engine (None: with none), and what they said."""
    shutil.copytree(ROOT / "src", home / "src", ignore=shutil.ignore_patterns("__pycache__"))
    if mutant is not None:
        spot = home / "src" / "tournant" / "lens" / mutant.module
        text = spot.read_text()
        assert text.count(mutant.old) == 1, f"{mutant.module} has changed: give the mutant {mutant.name!r} a new place"
        spot.write_text(text.replace(mutant.old, mutant.new))
    run = subprocess.run(  # noqa: S603 - our own tests, in a process of their own
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist"),
            *("-o", f"pythonpath={home / 'src'} ."),
            str(ROOT / "tests" / "laws" / tests),
        ],
        cwd=ROOT,
        env={**os.environ, "TOURNANT_LAWS": "mutants", "TOURNANT_LENS_AT": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    return run.returncode == 0, run.stdout[-4_000:] + run.stderr[-4_000:]
