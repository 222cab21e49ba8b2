"""The crosswalk: which of our ids a partner's id stands for, in the scope in which that partner's ids are unique."""

from collections.abc import Iterable

from tournant.kernel import bounds
from tournant.log.pages import sliced, whole
from tournant.log.records import Name
from tournant.log.session import Session

__all__ = ["Crosswalk"]


class Crosswalk(Session):
    """One merchant's names at its partners."""

    __slots__ = ()

    async def put_names(self, scope: str, names: Iterable[tuple[str, str, str]], *, replace: bool = False) -> None:
        """Remember names, each a kind, the partner's id and ours; a known one keeps its id, unless it is replaced.

        Of two with one kind and partner's id the first counts, or the last where they replace.
        """
        wanted: dict[tuple[str, str], str] = {}
        for kind, external_id, mine in names:
            if replace or (kind, external_id) not in wanted:
                wanted[kind, external_id] = mine
        for part in sliced([(*name, mine) for name, mine in wanted.items()]):
            await self.run("replace_names" if replace else "add_names", scope, *part)

    async def names(self, scope: str) -> list[Name]:
        """All names of a scope, by kind and the partner's id."""
        rows = await whole(
            lambda *after: self.select("names", scope, *after, bounds.ROWS_READ_MAX), "kind", "external_id"
        )
        return [Name(row["kind"], row["external_id"], row["id"]) for row in rows]

    async def drop_names(self, scope: str, names: Iterable[tuple[str, str]]) -> None:
        """Forget names, each a kind and the partner's id; one that is not there is forgotten already."""
        for part in sliced(list(names)):
            await self.run("drop_names", scope, *part)
