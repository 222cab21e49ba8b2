"""A guest's cart, made from the menu that the store shows at this moment: who can be 86'd is seen here.

{"items": [{"id": …, "quantity": 2, "options": [{"group": …, "id": …, "quantity": 1, "options": […]}]}]}

With every dish and every choice may stand what a guest writes: `special_instructions`, and `allergy`.
"""

from dataclasses import dataclass
from datetime import datetime

from tournant.sandbox.http import Json
from tournant.sandbox.partner import refuse_control
from tournant.sandbox.partners.uber_eats import limits
from tournant.sandbox.partners.uber_eats.menus import suspended

__all__ = ["Cart"]


@dataclass
class Cart:
    """The menu, read as a guest reads it."""

    menu: Json
    currency: str
    now: datetime

    def items(self, wanted: list[Json], instance: str) -> list[Json]:
        """Give the cart's items as an order shows them; what is suspended or not on the menu cannot be ordered."""
        sold = {one["id"] for category in self.menu["categories"] for one in category.get("entities") or ()}
        gone = [one["id"] for one in wanted if one["id"] not in sold]
        if gone:
            raise refuse_control(409, f"the menu does not offer {', '.join(gone)}")
        return [self._item(one, f"{instance}-{number}") for number, one in enumerate(wanted)]

    def _item(self, wanted: Json, instance: str) -> Json:
        item, quantity = self._orderable(wanted["id"], None), wanted.get("quantity", 1)
        base = self._price(item, None)
        groups = self._groups(item, wanted.get("options") or [], 1)
        unit = base + sum(_total(option) for group in groups for option in group["selected_items"])
        return {
            "id": item["id"],
            "instance_id": instance,
            "title": _text(item),
            "external_data": item.get("external_data", ""),
            "quantity": quantity,
            "price": self._prices(unit, base, quantity),
            **_asked(wanted),
            "selected_modifier_groups": groups or None,
        }

    def _groups(self, item: Json, options: list[Json], level: int) -> list[Json]:
        if level > limits.NESTING:
            raise refuse_control(409, f"more than {limits.NESTING} levels of choices")
        found = []
        for group_id in (item.get("modifier_group_ids") or {}).get("ids") or ():
            group = next(one for one in self.menu["modifier_groups"] if one["id"] == group_id)
            chosen = [one for one in options if one["group"] == group_id]
            self._check_count(group, sum(one.get("quantity", 1) for one in chosen))
            if chosen:
                selected = [self._option(one, group, level) for one in chosen]
                head = {"id": group_id, "title": _text(group), "external_data": group.get("external_data", "")}
                found.append({**head, "selected_items": selected, "removed_items": None})
        unknown = {one["group"] for one in options} - {group["id"] for group in found}
        if unknown:
            raise refuse_control(409, f"item {item['id']} has no group {', '.join(sorted(unknown))}")
        return found

    def _option(self, wanted: Json, group: Json, level: int) -> Json:
        if wanted["id"] not in {one["id"] for one in group.get("modifier_options") or ()}:
            raise refuse_control(409, f"group {group['id']} does not offer {wanted['id']}")
        context = ("MODIFIER_GROUP", group["id"])
        item, quantity = self._orderable(wanted["id"], context), wanted.get("quantity", 1)
        base = self._price(item, context)
        groups = self._groups(item, wanted.get("options") or [], level + 1)
        unit = base + sum(_total(option) for inner in groups for option in inner["selected_items"])
        return {
            "id": item["id"],
            "title": _text(item),
            "external_data": item.get("external_data", ""),
            "quantity": quantity,
            "price": self._prices(unit, base, quantity),
            "default_quantity": 0,
            **_asked(wanted),
            "selected_modifier_groups": groups or None,
        }

    def _orderable(self, item_id: str, context: tuple[str, str] | None) -> Json:
        item: Json = next(one for one in self.menu["items"] if one["id"] == item_id)
        if suspended(item, context, self.now):
            raise refuse_control(409, f"{item_id} is sold out")
        return item

    def _check_count(self, group: Json, count: int) -> None:
        rule = (group.get("quantity_info") or {}).get("quantity") or {}
        least, most = rule.get("min_permitted") or 0, rule.get("max_permitted")
        if count < least or (most is not None and count > most):
            raise refuse_control(409, f"group {group['id']} wants {least} to {most} choices, not {count}")

    def _price(self, item: Json, context: tuple[str, str] | None) -> int:
        info = item["price_info"]
        for override in info.get("overrides") or ():
            if context and (override["context_type"], override["context_value"]) == context:
                return int(override["price"])
        return int(info["price"])

    def _prices(self, unit: int, base: int, quantity: int) -> Json:
        sums = {"unit_price": unit, "total_price": unit * quantity}
        sums |= {"base_unit_price": base, "base_total_price": base * quantity}
        return {name: money(amount, self.currency) for name, amount in sums.items()}


def money(amount: int, currency: str) -> Json:
    """Write an amount as orders do: hundredths of a currency unit, for every currency."""
    return {"amount": amount, "currency_code": currency, "formatted_amount": f"{amount / 100:.2f} {currency}"}


def _asked(wanted: Json) -> Json:
    """Write what a guest asks for, as orders do."""
    said: Json = {"special_instructions": wanted.get("special_instructions", "")}
    if wanted.get("allergy"):
        said["special_requests"] = {"allergy": {"allergens_to_exclude": [], "allergy_instructions": wanted["allergy"]}}
    return said


def _total(option: Json) -> int:
    return int(option["price"]["total_price"]["amount"])


def _text(of: Json) -> str:
    translations = (of.get("title") or {}).get("translations") or {}
    return str(next(iter(translations.values()), ""))
