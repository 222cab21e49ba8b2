"""Settings: what the environment says, or one sentence about what it cannot mean."""

import re
import stat
from pathlib import Path

import pytest

from tournant.app.database import keyring
from tournant.app.settings import Settings, from_environment
from tournant.control import BadInput
from tournant.log.errors import WrongKey


@pytest.mark.parametrize(
    ("environment", "root", "state"),
    [
        ({"TOURNANT_STATE_DIR": "/srv/t", "HOME": "/h"}, True, "/srv/t"),
        ({"XDG_STATE_HOME": "/x", "HOME": "/h"}, False, "/x/tournant"),
        ({"HOME": "/h"}, False, "/h/.local/state/tournant"),
        ({"HOME": "/h", "XDG_STATE_HOME": "/h/x"}, True, "/var/lib/tournant"),
    ],
)
def test_the_state_folder_is_where_it_belongs(environment: dict[str, str], root: bool, state: str) -> None:  # noqa: FBT001 - a case of the table
    """What is set; otherwise the user's state folder; for root one that its database can reach."""
    assert from_environment(environment, root=root).state == Path(state)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TOURNANT_STATE_DIR": "here"}, "not an absolute path"),
        ({"TOURNANT_DATABASE_URL": "mysql://x"}, "does not begin with postgresql://"),
        ({"TOURNANT_DATABASE_URL": "postgresql://u:secret@h:port/d"}, "is no URL: Port could not be cast"),
        ({"TOURNANT_MASTER_KEY": "a", "TOURNANT_MASTER_KEY_FILE": "/b"}, "are both set"),
        ({"TOURNANT_MASTER_KEY_FILE": "/nowhere/key"}, "/nowhere/key, which is no file"),
    ],
)
def test_what_cannot_be_is_refused(environment: dict[str, str], sentence: str) -> None:
    """Each says which setting is meant."""
    with pytest.raises(BadInput, match=sentence):
        from_environment({"HOME": "/h", **environment})


def settings(folder: Path, key: str | None = None) -> Settings:
    """Settings with a state folder of this test's own."""
    return Settings(folder / "state", None, key, folder / "state" / "master.key")


def test_a_master_key_is_made_once(folder: Path) -> None:
    """The first use makes a key that only we can read; later ones find it."""
    made = keyring(settings(folder))
    assert keyring(settings(folder)).current == made.current
    file = folder / "state" / "master.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["master.key"]


def test_a_master_key_can_be_given(folder: Path) -> None:
    """A key from the environment is used, and none is made; a file with something else is refused."""
    assert keyring(settings(folder, "b29v" * 10 + "b28=")).current
    assert not (folder / "state").exists()
    (folder / "state").mkdir()
    (folder / "state" / "master.key").write_text("hello")
    with pytest.raises(WrongKey):
        keyring(settings(folder))


def test_every_setting_is_documented() -> None:
    """The page of settings has every variable that is read, and no other."""
    root = Path(__file__).parents[2]
    read = set(re.findall(r"TOURNANT_\w+", (root / "src/tournant/app/settings.py").read_text()))
    page = (root / "docs/reference/settings.md").read_text()
    assert set(re.findall(r"^\| `(TOURNANT_\w+)`", page, re.MULTILINE)) == read
