"""The changelog speaks to the operator: what is different now, and which command to run."""

import re
import tomllib

import pytest
from tests.house import tree

TITLE = "# Changelog\n"
RELEASE = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)
GROUPS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
COMMAND = re.compile(r"`(?:make|tournant) [^`]+`|[Nn]othing to run")


def misformed(text: str) -> list[str]:
    """What departs from the form of Keep a Changelog: newest first, dated, known groups."""
    found = [] if text.startswith(TITLE) else ["the title is not '# Changelog'"]
    headings = re.findall(r"^## .*$", text, re.MULTILINE)
    found += [f"'{heading}' is no release" for heading in headings if not RELEASE.fullmatch(heading)]
    releases = [(hit["name"], hit["date"]) for hit in RELEASE.finditer(text)]
    if not releases or releases[0] != ("Unreleased", None):
        found.append("the first section is not '## [Unreleased]'")
    found += [f"release {name} has no date" for name, date in releases[1:] if not date]
    dates = [date for _, date in releases[1:] if date]
    if dates != sorted(dates, reverse=True):
        found.append("releases are not newest first")
    groups = re.findall(r"^### (.+)$", text, re.MULTILINE)
    return found + [f"'{group}' is none of {', '.join(GROUPS)}" for group in groups if group not in GROUPS]


def entries(text: str) -> list[str]:
    """Every entry as one line: a bullet and what is indented below it."""
    lines = [hit[0] for hit in re.finditer(r"^- .*(?:\n {2,}\S.*)*", text, re.MULTILINE)]
    return [re.sub(r"\s+", " ", line) for line in lines]


def without_command(text: str) -> list[str]:
    """Entries that do not tell the operator what to run, nor that there is nothing to run."""
    return [f"'{entry[:60]}' names no command" for entry in entries(text) if not COMMAND.search(entry)]


def missing_release(text: str, version: str) -> list[str]:
    """The version of pyproject.toml is a release of the changelog, or is still unreleased with entries to show."""
    names = [hit["name"] for hit in RELEASE.finditer(text)]
    if version in names or (names[:1] == ["Unreleased"] and entries(text.split("## [")[1])):
        return []
    return [f"version {version} has neither a release nor an unreleased entry"]


def test_the_changelog_has_its_form() -> None:
    """CHANGELOG.md follows Keep a Changelog."""
    assert misformed(tree.read("CHANGELOG.md")) == []


def test_every_entry_says_what_to_run() -> None:
    """Each entry names the command to run, or says that there is nothing to run."""
    assert without_command(tree.read("CHANGELOG.md")) == []


def test_the_version_is_in_the_changelog() -> None:
    """The version that pyproject.toml states can be found in CHANGELOG.md."""
    version = tomllib.loads(tree.read("pyproject.toml"))["project"]["version"]
    assert missing_release(tree.read("CHANGELOG.md"), version) == []


GOOD = """# Changelog

## [Unreleased]

### Added
- Menus are read:
  `tournant decode`.

## [0.2.0] - 2026-12-01

### Fixed
- Prices are right. Nothing to run.

## [0.1.0] - 2026-11-01
"""


def test_a_whole_changelog_is_no_finding() -> None:
    """The form that is asked for passes."""
    assert misformed(GOOD) + without_command(GOOD) + missing_release(GOOD, "0.1.0") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Changelog\n", "# Changes\n"),
        ("## [Unreleased]\n", ""),
        (" - 2026-12-01", ""),
        ("2026-12-01", "2026-10-01"),
        ("### Added", "### News"),
        ("## [0.1.0]", "## 0.1.0"),
    ],
)
def test_a_misformed_changelog_is_found(old: str, new: str) -> None:
    """Each departure from the form is a finding."""
    assert len(misformed(GOOD.replace(old, new))) == 1


def test_an_entry_without_command_is_found() -> None:
    """An entry that leaves the operator without a command is a finding."""
    assert len(without_command(GOOD.replace("Nothing to run", "Enjoy"))) == 1


def test_a_version_without_entry_is_found() -> None:
    """A version that is not listed needs an unreleased entry."""
    empty = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-11-01\n- Old: `make demo`\n"
    assert missing_release(GOOD, "0.3.0") == []
    assert len(missing_release(empty, "0.3.0")) == 1
