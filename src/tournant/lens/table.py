"""The vocabulary: what an adapter's author writes. One table says how a partner's document becomes rows, and back.

    Doc("acme.menu", (
        Each(Category, "categories[]", fields={"name": "title"}, inside=(
            Each(CategoryItem, "item_ids[]", key=".", to=Item),)),
        Each(Item, "items[]", fields={"name": "title", "price": F("cost.cents", cents)}),
    ))

Five words: a `Doc` has `Each` record at a place, `Again` a record that is found at another place too, `F` a field that
needs more than its path, and `Conv` a value that the partner spells differently.

Places (`at`) are dotted paths from the enclosing element: `"x[]"` a list, `"x{}"` a map whose member name is the key,
`"x"` a single object, `""` the enclosing element itself (a record without a key then has a row only where one of its
fields is there). A path may pass through lists and maps that carry no row of their own (`"batches[].objects[]"`,
`"days{}.periods[]"`). Field paths are dotted too; a segment `"*"` is the only member of a map,
whatever its name (`"title.translations.*"`). A leading `"^."` reads from the nearest list or map that the place passed
through, `"^.^."` from the one around that, and `"^.{name}"` is the member's name in such a map.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tournant.kernel.row import Entity, Link

__all__ = ["Again", "Conv", "Doc", "Each", "F"]


@dataclass(frozen=True, slots=True)
class Conv:
    """A value that the partner spells differently: its type on the wire, and a plain function each way.

    `dec` and `enc` are called with a value that is not None. A function that cannot convert raises ValueError; at
    decode the element is then quarantined with the path. For a field of several paths, `wire` is a tuple of types,
    `dec` takes one argument a path (None where a member is absent, called if any is there), and `enc` returns as many
    values.
    """

    wire: Any
    dec: Callable[..., Any]
    enc: Callable[[Any], Any]
    repeats: bool = False
    """The same few values come again and again (words, times, prices), so what `dec` made of each is remembered: for
    text, numbers, truth values, and tuples of what is frozen."""

    @property
    def plain(self) -> bool:
        """Whether it reads text as it is, so that only its other direction has something to do."""
        return self.wire is str and self.dec is str


@dataclass(frozen=True, slots=True)
class F:
    """A field that needs more than its path."""

    path: str | tuple[str, ...]
    """Where the value lies in the element; several paths where one value is spread over several members; none (`()`)
    for a column that is the same in all these elements, which `absent` then says."""
    conv: Conv | None = None
    """How the partner spells it; without one, the wire type is the row's annotation."""
    absent: Any = None
    """What a missing or null member means."""
    none: str = "null"
    """How None is written: as `"null"`, or by dropping the member (`"drop"`)."""
    to: type[Entity] | None = None
    """The kind that this value refers to: the partner's id on the wire, ours in the row."""
    name: str = "en"
    """For a path that ends in `*`: the member's name in an element that is made anew."""


@dataclass(frozen=True, slots=True)
class Each:
    """One row for each element at `at`.

    A row class that is an Entity has an identity; one that is a Link names its target with the key (`to=` says of which
    kind the target is).
    """

    row: type[Entity] | type[Link]
    at: str
    key: str | tuple[str, ...] | F | None = "id"
    """The member that identifies the element among its siblings; `"."` where the element is the bare id itself;
    several where only together they identify it. None where a single object needs none (its id is its parent's), or
    where the elements of a list have nothing that identifies them: then their places do, and none is added or moved."""
    fields: Mapping[str, str | F] = field(default_factory=dict)
    inside: tuple["Each | Again", ...] = ()
    link: type[Link] | None = None
    """Shared: the same element stands in many places: one row for its content, one row of this kind for each place.
    Copies that differ get rows of their own; a list that is absent and one that is empty differ."""
    to: type[Entity] | None = None
    """For a Link row: the kind of its target."""
    scoped: bool = False
    """The key is unique only under the parent."""
    unit: bool = False
    """The level at which the document is cut into slices when something is written. Mark the records that change, in
    the outermost lists that hold them; it is a matter of speed alone."""
    when: tuple[str, str] | None = None
    """(path, value): the element is this record only where that member has that value. Elements that are no declared
    record are carried along."""
    new: Mapping[str, Any] = field(default_factory=dict)
    """Members (by path) that an element made anew has beside its fields."""


@dataclass(frozen=True, slots=True)
class Again:
    """The record of this row class, declared elsewhere in the table, is found here too: recursion, or another place.

    Where several records have that row class, the nearest of those around it is meant.
    """

    row: type[Entity] | type[Link]
    at: str
    link: type[Link] | None = None
    when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Doc:
    """One partner document, both ways."""

    name: str
    roots: tuple[Each | Again, ...]
    new: Mapping[str, Any] = field(default_factory=dict)
    """Members (by path) that a document made anew has beside its records. A function is called with the document as
    it is without them, and gives the value."""
