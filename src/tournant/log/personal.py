"""Personal data: the keys of subjects, made when first needed, erased once and for ever."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from tournant.kernel import bounds
from tournant.log.errors import Erased
from tournant.log.records import Personal
from tournant.log.seal import Wrapped
from tournant.log.session import Row, Session

__all__ = ["Personals", "known_keys", "needed_keys", "opened", "sealed"]


async def needed_keys(session: Session, subjects: Iterable[str]) -> dict[str, bytes]:
    """The keys of subjects whose data is to be sealed, made where there is none; Erased where one was erased."""
    wanted = sorted(set(subjects))
    found = await known_keys(session, wanted)
    missing = [subject for subject in wanted if subject not in found]
    if missing:
        new = [session.vault.new_key(session.tenant, subject).text for subject in missing]
        await session.run("add_keys", missing, session.vault.master, new)
        # Another transaction may have been quicker; the key that is stored is the key.
        found |= await known_keys(session, missing)
    keys = {}
    for subject in wanted:
        key = found[subject]
        if key is None:
            raise Erased(subject)
        keys[subject] = key
    return keys


async def known_keys(session: Session, subjects: Iterable[str]) -> dict[str, bytes | None]:
    """The keys that subjects have; None for an erased one."""
    wanted = sorted(set(subjects))
    if not wanted:
        return {}
    found: dict[str, bytes | None] = {}
    for row in await session.select("read_keys", wanted):
        subject, wrapped = row["subject"], row["wrapped"]
        found[subject] = wrapped and session.vault.unwrap(session.tenant, subject, Wrapped(row["master"], wrapped))
    return found


def sealed(session: Session, personal: Personal | None, keys: Mapping[str, bytes]) -> tuple[str | None, bytes | None]:
    """The columns of personal data beside a fact or an intent: whose, and what."""
    if personal is None or personal.text is None:
        return None, None
    key = keys[personal.subject]
    return personal.subject, session.vault.seal(session.tenant, personal.subject, key, personal.text)


def opened(session: Session, row: Row, keys: Mapping[str, bytes | None]) -> Personal | None:
    """The personal data in those columns; without its text where the subject was erased."""
    subject = row["subject"]
    if subject is None:
        return None
    key = keys.get(subject)
    return Personal(subject, session.vault.open(session.tenant, subject, key, row["sealed"]) if key else None)


class Personals(Session):
    """Erasing people, and replacing the master key."""

    __slots__ = ()

    async def erase(self, subject: str, at: datetime) -> None:
        """Erase a subject: whatever was sealed for it, wherever it lies, can never be read again."""
        await self.run("erase_key", subject, at)

    async def rewrap(self) -> int:
        """Wrap with the current master key some of what an older one wraps, keys and credentials; 0: none is left."""
        return await self._rewrap_keys() + await self._reseal_secrets()

    async def _rewrap_keys(self) -> int:
        found = await self.select("keys_of_other_masters", self.vault.master, bounds.KEYS_REWRAPPED_MAX)
        subjects = [row["subject"] for row in found]
        anew = []
        for row in found:
            key = self.vault.unwrap(self.tenant, row["subject"], Wrapped(row["master"], row["wrapped"]))
            anew.append(self.vault.wrap(self.tenant, row["subject"], key).text)
        if subjects:
            await self.run("rewrap_keys", subjects, self.vault.master, anew)
        return len(subjects)

    async def _reseal_secrets(self) -> int:
        found = await self.select("secrets_of_other_masters", self.vault.master, bounds.KEYS_REWRAPPED_MAX)
        accounts = [row["id"] for row in found]
        anew = []
        for row in found:
            secret = self.vault.open_secret(self.tenant, row["id"], row["credentials"])
            anew.append(self.vault.seal_secret(self.tenant, row["id"], secret))
        if accounts:
            await self.run("reseal_secrets", accounts, anew)
        return len(accounts)
