"""Which merchants are meant: one, those of an organisation, or all that there are."""

from dataclasses import dataclass

from tournant.control.errors import BadInput
from tournant.kernel import bounds
from tournant.log.port import Store
from tournant.log.records import PLATFORM, Tenant

__all__ = ["EVERYBODY", "Choice", "chosen", "the_one"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What an operator says of it."""

    organisation: str | None = None
    merchant: str | None = None
    """The merchant's name, or `ORG/MERCHANT`."""


EVERYBODY = Choice()


async def chosen(store: Store, choice: Choice) -> list[Tenant]:
    """The merchants that are meant. BadInput where something is said and nobody is meant."""
    found = [one for one in await store.tenants() if one != PLATFORM and _is_meant(one, choice)]
    if not found and choice != EVERYBODY:
        raise BadInput(f"there is no merchant {_said(choice)}")
    return found


async def the_one(store: Store, choice: Choice) -> Tenant:
    """The only merchant that is meant. BadInput where there are several, or none."""
    found = await chosen(store, choice)
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput("no merchant is connected; `tournant connect` connects one")
    some = ", ".join(one.label for one in found[: bounds.CANDIDATES_NAMED_MAX])
    more = ", …" if len(found) > bounds.CANDIDATES_NAMED_MAX else ""
    raise BadInput(f"--merchant: say which of {len(found)} merchants is meant: {some}{more}")


def _is_meant(tenant: Tenant, choice: Choice) -> bool:
    is_of_it = choice.organisation in (None, tenant.organisation)
    return is_of_it and choice.merchant in (None, tenant.merchant, tenant.label)


def _said(choice: Choice) -> str:
    if choice.merchant is None:
        return f"of an organisation {choice.organisation}"
    return choice.merchant if choice.organisation is None else f"{choice.merchant} of {choice.organisation}"
