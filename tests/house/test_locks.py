"""The two lock files: every package pinned with hashes, no host in sight, and one contained in the other."""

import re

from tests.house import tree

PIN = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==(?P<version>[^\s;]+)(?P<marker> ;[^\\\n]*)?", re.MULTILINE)


def pins(text: str) -> dict[str, set[str]]:
    """Each package with its versions: several where platforms or Pythons differ."""
    found: dict[str, set[str]] = {}
    for hit in PIN.finditer(text):
        found.setdefault(hit["name"], set()).add(hit["version"])
    return found


def unhashed(text: str) -> list[str]:
    """Pins without a hash, and lines that are neither pin, hash nor comment."""
    found = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        if block.startswith("#"):
            continue
        if not PIN.match(block):
            found.append(f"'{block.splitlines()[0]}' is no pin")
        elif "--hash=sha256:" not in block:
            found.append(f"'{block.splitlines()[0]}' has no hash")
    return found


def disagreeing(run: str, dev: str) -> list[str]:
    """Packages of the first lock that the second does not have at the same versions."""
    both = pins(dev)
    return [
        f"{name}: {both.get(name)} is not {versions}"
        for name, versions in pins(run).items()
        if both.get(name) != versions
    ]


def test_every_package_is_hashed() -> None:
    """Each line of both lock files belongs to a pin with its hashes."""
    assert unhashed(tree.read("requirements.lock")) + unhashed(tree.read("requirements-dev.lock")) == []


def test_one_environment_serves_both() -> None:
    """What it takes to run is in the lock of the tests, pin for pin."""
    assert disagreeing(tree.read("requirements.lock"), tree.read("requirements-dev.lock")) == []


def test_a_pin_without_hash_is_found() -> None:
    """A package without a hash, a range, and an option are findings."""
    good = "a==1 ; python_version < '3.12' \\\n    --hash=sha256:00\n    # via b\n"
    assert unhashed(good) == []
    assert len(unhashed(good + "b==2\n    # via c\nc>=3\n--find-links x\n")) == 3


def test_two_locks_that_disagree_are_found() -> None:
    """Another version is a finding, and so is a package that only one of them has."""
    assert disagreeing("a==1\nb==2\nc==3\n", "a==1\nb==2.1\nd==4\n") == [
        "b: {'2.1'} is not {'2'}",
        "c: None is not {'3'}",
    ]
