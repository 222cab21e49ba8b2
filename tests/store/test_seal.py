"""Sealing: what was sealed opens with its key at its place, and nowhere else."""

import base64

import pytest
from tests.store.values import ANN, BOB, NEW_KEY, OLD_KEY, vault

from tournant.log.errors import WrongKey
from tournant.log.seal import Keyring, Wrapped


def test_a_seal_opens_at_its_own_place() -> None:
    """Another merchant, another subject, another key or a changed byte opens nothing."""
    box = vault()
    sealed = box.seal(ANN, "order-1", OLD_KEY, b"Anne")
    assert box.open(ANN, "order-1", OLD_KEY, sealed) == b"Anne"
    for tenant, subject, key, text in (
        (BOB, "order-1", OLD_KEY, sealed),
        (ANN, "order-2", OLD_KEY, sealed),
        (ANN, "order-1", NEW_KEY, sealed),
        (ANN, "order-1", OLD_KEY, sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(WrongKey, match="does not open"):
            box.open(tenant, subject, key, text)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    """Two seals of one text do not show that it is one."""
    box = vault()
    assert box.seal(ANN, "order-1", OLD_KEY, b"Anne") != box.seal(ANN, "order-1", OLD_KEY, b"Anne")


def test_a_wrapped_key_says_which_master_key_it_needs() -> None:
    """Without that master key it cannot be opened, and the sentence says which is missing."""
    wrapped = vault(OLD_KEY).new_key(ANN, "order-1")
    assert len(vault(NEW_KEY, OLD_KEY).unwrap(ANN, "order-1", wrapped)) == 32
    with pytest.raises(WrongKey, match=wrapped.master):
        vault(NEW_KEY).unwrap(ANN, "order-1", wrapped)
    with pytest.raises(WrongKey):
        vault(OLD_KEY).unwrap(ANN, "order-1", Wrapped(wrapped.master, b""))


def test_a_secret_survives_a_new_master_key() -> None:
    """A secret says which key it needs, so an old one still opens it."""
    sealed = vault(OLD_KEY).seal_secret(ANN, "acc", b"token")
    assert vault(NEW_KEY, OLD_KEY).open_secret(ANN, "acc", sealed) == b"token"
    with pytest.raises(WrongKey):
        vault(NEW_KEY).open_secret(ANN, "acc", sealed)


def test_master_keys_are_written_in_base64() -> None:
    """One a line or with commas between, the first is current; what is no key is refused in one sentence."""
    old, new = (base64.b64encode(key).decode() for key in (OLD_KEY, NEW_KEY))
    assert Keyring.parse(f"{new}\n{old}\n").current == Keyring([NEW_KEY]).current
    assert Keyring.parse(f"{old}, {new}").current == Keyring([OLD_KEY]).current
    for text, sentence in (("", "at least one"), ("aGk=", "32 bytes"), ("no base64!", "base64")):
        with pytest.raises(WrongKey, match=sentence):
            Keyring.parse(text)
