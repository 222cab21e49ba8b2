"""Which things on a channel are ours: proposed at first sight, said by a person, and from then on written in place.

Until it is said, a thing that was on the channel before us is its people's, and ours is put beside it.
"""

from dataclasses import replace

import msgspec

from tournant.facts.sync import LinkSet
from tournant.lens import Decoded
from tournant.lens import Refused as Unreadable
from tournant.log.records import Link
from tournant.project import unproject
from tournant.project.graph import sizes_id
from tournant.sync.channel import Channel, channel_of
from tournant.sync.decide import settings as link_settings
from tournant.sync.decide.match import SURE, Known, Proposal, proposals
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.decide.settings import Settings
from tournant.sync.desk import Desk
from tournant.sync.partners import MENU, Spot, spot_of
from tournant.sync.wish import CannotBe, Wish

__all__ = ["match", "undecided", "unmatch"]

_ALL = "all"


def undecided(desk: Desk, spot: Spot, text: bytes) -> list[Proposal]:
    """What is on a channel and probably ours, and nobody has said so yet. CannotPlan where that is not known yet."""
    channel, seen = _seen(desk, spot, text)
    return _proposed(desk, channel, seen)


async def match(wish: Wish) -> str:
    """Take things on a channel for ours: the pairs that are named, or those that are proposed."""
    link, desk = _link(wish), wish.turn.desk
    channel, seen = await _looked(wish)
    found = _proposed(desk, channel, seen)
    said = {ours: theirs for ours, theirs in wish.command.args.items() if ours != _ALL}
    wanted = wish.command.args.get(_ALL)
    if wanted is not None:
        said = {one.id: one.external_id for one in found if wanted == "names" or one.by in SURE} | said
    _check(desk, channel, seen, said, {(one.id, one.external_id) for one in found})
    before = channel.settings
    refused = [pair for pair in before.refused if tuple(pair) not in set(said.items())]
    # What a group of sizes is called there is its people's choice: it stays.
    titles = {**before.titles, **_titles(desk, [one for one in found if said.get(one.id) == one.external_id])}
    ext = {**before.ext, **said}
    _set(wish, link, msgspec.structs.replace(before, ext=ext, refused=refused, titles=titles))
    left = len(found) - sum(said.get(one.id) == one.external_id for one in found)
    return f"{len(said)} matched, {left} proposals left"


async def unmatch(wish: Wish) -> str:
    """Say that things on a channel are not ours: proposals are not made again, matches are taken back."""
    link, desk = _link(wish), wish.turn.desk
    settings = link_settings.decoded(link.settings)
    said = [(ours, theirs) for ours, theirs in wish.command.args.items() if ours != _ALL]
    if _ALL in wish.command.args:
        channel, seen = await _looked(wish)
        said += [(one.id, one.external_id) for one in _proposed(desk, channel, seen)]
    written = _written(desk, link.id)
    for ours, theirs in said:
        if written.get(ours) == theirs:
            raise CannotBe(f"{ours} was written as {theirs} already, so it cannot be taken apart any more")
    ext = {ours: theirs for ours, theirs in settings.ext.items() if (ours, theirs) not in said}
    refused = sorted({*map(tuple, settings.refused), *said})
    _set(wish, link, msgspec.structs.replace(settings, ext=ext, refused=[list(pair) for pair in refused]))
    return f"{len(said)} will not be taken for the same"


def _link(wish: Wish) -> Link:
    link = wish.turn.desk.links.get(wish.command.target)
    if link is None:
        raise CannotBe("only on a link are things matched")
    return link


async def _looked(wish: Wish) -> tuple[Channel, Decoded]:
    """What a link's channel showed last."""
    desk, place = wish.turn.desk, (wish.command.target, MENU)
    spot, seen = spot_of(desk, wish.partners, place), desk.shadow(place).seen
    if spot is None or spot.manifest.role != "channel":
        raise CannotBe("only on a channel are things matched: a point of sale's are ours as they are")
    if seen is None:
        raise CannotBe("this link was not looked at yet")
    return _seen(desk, spot, await wish.library.text(seen.address))


def _seen(desk: Desk, spot: Spot, text: bytes) -> tuple[Channel, Decoded]:
    channel = channel_of(desk, spot)
    try:
        return channel, channel.decode(text)
    except Unreadable as why:
        raise CannotPlan(f"the menu on {spot.manifest.name} cannot be read: {why}") from None


def _proposed(desk: Desk, channel: Channel, seen: Decoded) -> list[Proposal]:
    rows, _ = unproject(seen.rows, channel.spot.manifest.capability, channel.shown, channel.made.back_map)
    refused = {(ours, theirs) for ours, theirs in channel.settings.refused}
    known = Known({**channel.settings.ext, **_written(desk, channel.link.id)}, refused)
    return proposals({**desk.listed(), "Menu": channel.made.rows.get("Menu", [])}, rows, known)


def _written(desk: Desk, link: str) -> dict[str, str]:
    """By our id: under which name it was ever written there."""
    return {id_: external for _, external, id_ in sorted(desk.names.get(link, ()))}


def _titles(desk: Desk, matched: list[Proposal]) -> dict[str, str]:
    """By item: what its sizes are called there."""
    items = {sizes_id(item): item for item in desk.rows.get("Item", ())}
    return {items[one.id]: one.theirs for one in matched if one.id in items and one.theirs}


def _check(desk: Desk, channel: Channel, seen: Decoded, said: dict[str, str], proposed: set[tuple[str, str]]) -> None:
    """A pair that is not proposed has to be of two things that are there, of which neither is another's."""
    ours = {getattr(row, "id", None) for rows in desk.rows.values() for row in rows.values()}
    ours |= {row.id for row in channel.made.rows.get("Menu", ())}
    theirs = {getattr(row, "external_id", None) for rows in seen.rows.values() for row in rows}
    written = _written(desk, channel.link.id)
    there = {external: id_ for id_, external in {**channel.settings.ext, **written}.items()}
    for one, other in said.items():
        if (one, other) in proposed:
            continue
        if one not in ours:
            raise CannotBe(f"{one} is nothing of this merchant's catalog")
        if other not in theirs:
            raise CannotBe(f"{other} is not on {channel.spot.manifest.name}")
        if written.get(one, other) != other:
            raise CannotBe(f"{one} is on {channel.spot.manifest.name} already, as {written[one]}")
        if there.get(other, one) != one:
            raise CannotBe(f"{other} is {there[other]} already")
    if len(set(said.values())) != len(said):
        raise CannotBe("two of ours cannot be one of theirs")


def _set(wish: Wish, link: Link, settings: Settings) -> None:
    body = link_settings.encoded(settings)
    if body != link.settings:
        wish.turn.change_link(replace(link, settings=body))
        wish.note_act(link.id)
        wish.turn.note(link.id, LinkSet(link.id, msgspec.Raw(body)), wish.why, wish.command.by)
        wish.turn.dirty.setdefault(link.id, wish.why)
