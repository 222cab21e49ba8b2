"""Shadows: what a partner was last seen to have, one a target and resource."""

from tournant.kernel import bounds
from tournant.log.pages import whole
from tournant.log.records import Shadow
from tournant.log.session import Session

__all__ = ["Shadows"]


class Shadows(Session):
    """One merchant's shadows."""

    __slots__ = ()

    async def put_shadow(self, target: str, resource: str, body: bytes) -> None:
        """Write what a partner was last seen to have."""
        await self.run("put_shadow", target, resource, body)

    async def shadow(self, target: str, resource: str) -> bytes | None:
        """What a partner was last seen to have; None where it was never looked at."""
        found: bytes | None = await self.value("shadow", target, resource)
        return found

    async def shadows(self, resource: str | None = None) -> list[Shadow]:
        """All shadows of the merchant, or those of a resource, by target and resource."""
        asked = (bounds.ROWS_READ_MAX, resource)
        rows = await whole(lambda *after: self.select("shadows", *after, *asked), "target", "resource")
        return [Shadow(row["target"], row["resource"], row["body"]) for row in rows]

    async def drop_shadow(self, target: str, resource: str) -> bool:
        """Forget a shadow; False where there is none (any more)."""
        return await self.value("drop_shadow", target, resource) is not None
