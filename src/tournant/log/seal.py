"""Sealing: AES-GCM under a key of its own for each order, which a master key wraps.

    master key (environment or file, several while one replaces another)
      └─wraps─► key of a subject (in the database; erasing it erases the person)
                  └─seals─► facts, payloads

Every seal is bound to its place (whose, of what subject, for which purpose): moved elsewhere it does not open. The
random bytes come from outside, so that a simulation can repeat itself.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tournant.log.errors import WrongKey
from tournant.log.records import Tenant

__all__ = ["KEY_BYTES", "Entropy", "Keyring", "Vault", "Wrapped", "address"]

Entropy = Callable[[int], bytes]
"""Gives so many random bytes that nobody can guess."""

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_NAME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A subject's key as it is stored."""

    master: str
    """Which master key wraps it."""
    text: bytes


class Keyring:
    """The master keys: the first wraps, all of them unwrap. A key's name is made from it, so nobody has to name one."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """At least one key of 32 bytes; WrongKey for others."""
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise WrongKey(f"a master key has {KEY_BYTES} bytes, and at least one is needed")
        self._keys = {_name(key): key for key in keys}
        self.current = _name(keys[0])

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """From base64, one key a line or with commas between; the first is the current one."""
        try:
            return cls([base64.b64decode(part, validate=True) for part in text.replace(",", " ").split()])
        except binascii.Error as why:
            raise WrongKey("a master key is not written in base64") from why

    def cipher(self, name: str) -> AESGCM:
        """The cipher of one master key; WrongKey where we were not given it."""
        if name not in self._keys:
            raise WrongKey(f"the master key {name} is needed and was not given: add it after the current one")
        return AESGCM(self._keys[name])


class Vault:
    """Seals and opens; holds no state but the master keys."""

    def __init__(self, keyring: Keyring, entropy: Entropy) -> None:
        """With the master keys and where random bytes come from."""
        self._keyring = keyring
        self._entropy = entropy

    @property
    def master(self) -> str:
        """The name of the master key that wraps now."""
        return self._keyring.current

    def new_key(self, tenant: Tenant, subject: str) -> Wrapped:
        """Make a key for a subject."""
        return self.wrap(tenant, subject, self._entropy(KEY_BYTES))

    def wrap(self, tenant: Tenant, subject: str, key: bytes) -> Wrapped:
        """Wrap a subject's key with the current master key."""
        place = _place(tenant, subject, "key")
        return Wrapped(self.master, self._seal(self._keyring.cipher(self.master), place, key))

    def unwrap(self, tenant: Tenant, subject: str, wrapped: Wrapped) -> bytes:
        """The key of a subject; WrongKey where it does not open."""
        return _open(self._keyring.cipher(wrapped.master), _place(tenant, subject, "key"), wrapped.text)

    def seal(self, tenant: Tenant, subject: str, key: bytes, text: bytes) -> bytes:
        """Seal data of a subject with its key."""
        return self._seal(AESGCM(key), _place(tenant, subject, "data"), text)

    def open(self, tenant: Tenant, subject: str, key: bytes, sealed: bytes) -> bytes:
        """The data again; WrongKey where it was sealed with another key or for another place."""
        return _open(AESGCM(key), _place(tenant, subject, "data"), sealed)

    def seal_secret(self, tenant: Tenant, name: str, text: bytes) -> bytes:
        """Seal a secret of ours (a partner's credentials) with the master key itself."""
        sealed = self._seal(self._keyring.cipher(self.master), _place(tenant, name, "secret"), text)
        return bytes.fromhex(self.master) + sealed

    def open_secret(self, tenant: Tenant, name: str, sealed: bytes) -> bytes:
        """The secret again."""
        cipher = self._keyring.cipher(sealed[:_NAME_BYTES].hex())
        return _open(cipher, _place(tenant, name, "secret"), sealed[_NAME_BYTES:])

    def is_current(self, sealed: bytes) -> bool:
        """Whether the current master key sealed a secret."""
        return sealed[:_NAME_BYTES].hex() == self.master

    def _seal(self, cipher: AESGCM, place: bytes, text: bytes) -> bytes:
        nonce = self._entropy(_NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, text, place)


def address(text: bytes, key: bytes | None) -> bytes:
    """The address of a payload: a hash of it.

    With personal data the hash is keyed: when the key is erased, nobody can guess the payload and compare.
    """
    return blake2b(text, digest_size=KEY_BYTES, key=key or b"").digest()


def _open(cipher: AESGCM, place: bytes, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise WrongKey("what was sealed does not open: another key, another place, or changed bytes") from None


def _place(tenant: Tenant, subject: str, purpose: str) -> bytes:
    return f"{tenant.organisation}\0{tenant.merchant}\0{subject}\0{purpose}".encode()


def _name(key: bytes) -> str:
    return blake2b(key, digest_size=_NAME_BYTES, person=b"tournant-master").hexdigest()
