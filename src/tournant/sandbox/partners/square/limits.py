"""Square's numbers, each with its source, and those that nobody publishes and we assume.

Sources: *spec* is Square's OpenAPI of 2025-08-20; *pages* are developer.squareup.com/docs.
"""

from typing import Final

from tournant.sandbox.limits import Limit

BATCH_OBJECTS: Final = 1_000
"""Objects of one batch of an upsert (spec, BatchUpsertCatalogObjects)."""
UPSERT_OBJECTS: Final = 10_000
"""Objects of one upsert in all its batches (spec, BatchUpsertCatalogObjects)."""
RETRIEVE_OBJECTS: Final = 1_000
"""Ids of one batch-retrieve (spec, CatalogInfoResponseLimits)."""
DELETE_OBJECTS: Final = 200
"""Ids of one batch-delete (spec, CatalogInfoResponseLimits)."""
LIST_PAGE: Final = 100
"""Objects of a page of ListCatalog (spec: "currently set to be 100")."""
SEARCH_PAGE: Final = 1_000
"""Objects of a page of a catalog search, and its default (spec, SearchCatalogObjectsRequest)."""
COUNTS_PAGE: Final = 1_000
"""Counts of a page (spec, BatchRetrieveInventoryCountsRequest)."""
CHANGES: Final = 100
"""Changes of one BatchChangeInventory (pages, inventory-api)."""
ORDERS_PAGE: Final = 1_000
"""Orders of a page of a search (spec, SearchOrdersRequest)."""
ORDERS_PAGE_DEFAULT: Final = 500
"""The same where the request does not say (spec)."""
SEARCH_LOCATIONS: Final = 10
"""Locations of one search for orders (spec)."""
TOKEN_LIFE_S: Final = 30 * 24 * 3_600
"""An access token lives 30 days (pages, oauth-api/refresh-revoke-limit-scope)."""
SHORT_TOKEN_LIFE_S: Final = 24 * 3_600
"""With `short_lived` 24 hours (spec, ObtainToken)."""
CODE_LIFE_S: Final = 5 * 60
"""An authorization code lives 5 minutes (pages, oauth-api)."""
COUNT_AGE_S: Final = 24 * 3_600
"""How long ago a count may have been taken (spec, InventoryPhysicalCount.occurred_at)."""
COUNT_AHEAD_S: Final = 60
"""How far ahead of Square's clock it may be: assumed, because the specification says "not in the future" and clocks
differ."""
RETRIES_S: Final = (60.0, 120.0, 240.0, 480.0, 960.0, 1_920.0, 3_600.0, 7_200.0, 14_400.0, 28_800.0, 28_800.0)
"""Waits before a webhook is sent again. Published: eleven retries with exponential back-off within 24 hours (pages,
webhooks/troubleshooting); the first minute and the doubling are assumed."""
WRITE_S: Final = 0.2
"""World seconds that a catalog write takes: assumed, because no duration is published and one write at a time means
nothing where a write takes no time."""
WRITE_OBJECT_S: Final = 0.001
"""And for each of its objects: assumed."""

APPLICATION: Final = Limit(
    "square: calls of one application",
    20,
    1.0,
    "assumed: Square does not publish its limit; developers report 429 for a whole application, not for a seller, and "
    "20 a second is below every figure that they report",
)
ONE_WRITE: Final = "square: one catalog write at a time per seller"
"""Not a window (spec, BatchUpsertCatalogObjects: other requests are rejected with 429)."""
