"""The pages: each asks control, says its verdict first, and gives the values that its templates show."""

from tournant.console.pages.decisions import decision, decisions
from tournant.console.pages.fleet import fleet
from tournant.console.pages.order import order
from tournant.console.pages.orders import orders
from tournant.console.pages.restaurant import restaurant

__all__ = ["decision", "decisions", "fleet", "order", "orders", "restaurant"]
