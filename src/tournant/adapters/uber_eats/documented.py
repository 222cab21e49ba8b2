"""Every field that Uber Eats documents, as deep as the mapping looks; beside what has no column, the reason.

Uber publishes no specification. The fields are those of the reference pages that README.md names.
"""

from collections.abc import Iterator
from typing import Final

from tournant.sdk import Unmapped

Listed = tuple[str, str, str]
"""Where, which members there, and why they have no column; an empty reason: they are mapped."""

_TAG = "tells what the element is; read, and never changed"
_RETAIL = "retail goods, not dishes"
_FINER = "finer than the model's nutrition, which knows energy and allergens"
_REFUND = "what is refunded for a missing part; no price that anybody pays"
_SHOP_PRICE = "the price in the shop itself, which comes from the point of sale"
_NO_PLACE = "the model has no such column"
_FORMATTED = "the amount once more, as text"
_TAIWAN = "electronic invoices of Taiwan"
_TAX_PARTS = "the taxes once more, by remitter, line and jurisdiction"
_OUR_ACCOUNT = "our own account with Uber, no data of the restaurant"
_ADDRESS = "a finer part of an address than the canonical one"
_MONEY = "amount currency_code"

_LIMITS = "min_permitted max_permitted is_min_permitted_optional default_quantity charge_above refund_under"
_UNIQUE = "min_permitted_unique max_permitted_unique"
_CONTEXT = "context_type context_value"
_PERIOD = "start_time end_time"

_MENU: tuple[Listed, ...] = (
    ("", "menu_type", "of the whole upload: there is one document for each way of fulfilment"),
    ("", "display_options.disable_item_instructions", "of the whole menu; the canonical column is of one item"),
    ("menus[]", "id title.translations subtitle.translations category_ids[]", ""),
    ("menus[].service_availability[]", "day_of_week", ""),
    ("menus[].service_availability[].time_periods[]", _PERIOD, ""),
    ("categories[]", "id title.translations subtitle.translations entities[].id", ""),
    ("categories[]", "entities[].type", _TAG),
    ("items[]", "id external_data title.translations description.translations image_url", ""),
    ("items[].price_info", "price container_deposit overrides[].price", ""),
    ("items[].price_info.overrides[]", _CONTEXT, ""),
    ("items[].price_info", "core_price overrides[].core_price", _REFUND),
    ("items[].price_info", "in_store_price in_store_discounted_price", _SHOP_PRICE),
    ("items[].price_info", "priced_by_unit", "goods sold by weight or measure, together with selling_info"),
    ("items[].quantity_info.quantity", _LIMITS, ""),
    ("items[].quantity_info.quantity", _UNIQUE, "for groups only, by the vendor's own words"),
    ("items[].quantity_info.overrides[]", _CONTEXT, ""),
    ("items[].quantity_info.overrides[].quantity", _LIMITS, ""),
    ("items[].quantity_info.overrides[].quantity", _UNIQUE, "for groups only, by the vendor's own words"),
    ("items[].suspension_info.suspension", "suspend_until reason", ""),
    ("items[].suspension_info.overrides[]", f"{_CONTEXT} suspension.suspend_until suspension.reason", ""),
    ("items[].modifier_group_ids", "ids[]", ""),
    ("items[].modifier_group_ids", "overrides", "other groups in one context: the model's ItemGroup has no condition"),
    ("items[].tax_info", "tax_rate vat_rate_percentage", ""),
    ("items[].tax_info", "mx_ieps_rate", "a second tax in the price, of Mexico alone; the model has one"),
    ("items[].tax_label_info.default_value", "labels source", ""),
    ("items[].visibility_info.hours[]", "start_date end_date hours_of_week[].day_of_week", ""),
    ("items[].visibility_info.hours[].hours_of_week[].time_periods[]", _PERIOD, ""),
    ("items[].nutritional_info", "allergens", ""),
    ("items[].nutritional_info.calories", "lower_range upper_range display_type", ""),
    ("items[].nutritional_info.calories.energy_interval", "lower upper", ""),
    ("items[].nutritional_info", "kilojoules calories_per_serving kilojoules_per_serving", _FINER),
    ("items[].nutritional_info", "serving_size number_of_servings number_of_servings_interval net_quantity", _FINER),
    ("items[].nutritional_info", "fat saturated_fatty_acids carbohydrates sugar protein salt", _FINER),
    ("items[].dish_info.classifications", "alcoholic_items dietary_label_info.labels", ""),
    ("items[].dish_info.classifications", "can_serve_alone is_high_fat_salt_sugar preparation_type", _NO_PLACE),
    ("items[].dish_info.classifications", "is_vegetarian", "no longer used; the labels are mapped"),
    ("items[].dish_info.classifications", "instructions_for_use ingredients additives", _NO_PLACE),
    ("items[].dish_info.classifications", "food_business_operator", _RETAIL),
    ("items[].product_info", "gtin merchant_id", ""),
    ("items[].product_info", "plu", "a world-wide code of fresh produce, not the merchant's own"),
    ("items[].product_info", "target_market product_type product_traits countries_of_origin", _RETAIL),
    ("items[].bundled_items[]", "item_id included_quantity", ""),
    ("items[].bundled_items[]", "core_price", _REFUND),
    ("items[].beverage_info", "caffeine_amount alcohol_by_volume coffee_info", _NO_PLACE),
    ("items[].physical_properties_info", "reusable_packaging storage_instructions", _RETAIL),
    ("items[].medication_info", "medical_prescription_required", _RETAIL),
    ("items[].selling_info", "selling_options", "goods sold by weight or measure"),
    ("modifier_groups[]", "id external_data title.translations display_type modifier_options[].id", ""),
    ("modifier_groups[]", "modifier_options[].type", _TAG),
    (
        "modifier_groups[].quantity_info.quantity",
        f"min_permitted max_permitted charge_above refund_under {_UNIQUE}",
        "",
    ),
    (
        "modifier_groups[].quantity_info.quantity",
        "is_min_permitted_optional default_quantity",
        "of an option, not of a group",
    ),
    ("modifier_groups[].quantity_info.overrides[]", _CONTEXT, ""),
    ("modifier_groups[].quantity_info.overrides[].quantity", f"{_LIMITS} {_UNIQUE}", ""),
)

_LINE = (
    "id title external_data quantity special_instructions tax_info.labels fulfillment_action.fulfillment_action_type"
)
_PRICES = "price.unit_price price.total_price price.base_unit_price"


def _line(at: str) -> tuple[Listed, ...]:
    """One item of a cart, which is the same wherever it stands."""
    return (
        (at, _LINE, ""),
        *((f"{at}.{price}", _MONEY, "") for price in _PRICES.split()),
        *((f"{at}.{price}", "formatted_amount", _FORMATTED) for price in _PRICES.split()),
        (
            at,
            "price.base_total_price price.base_non_loyalty_unit_price",
            "follows from what is mapped, or nobody pays it",
        ),
        (at, "default_quantity", "of the menu, where it is mapped"),
        (at, "eater_id", "who of a group ordered it; the canonical line has no such column"),
        (at, "fulfillment_action.item_substitutes", "what a guest would take instead; a line that is not ordered"),
    )


_GROUP = "cart.items[].selected_modifier_groups[]"
_CHARGES = "total sub_total tax total_fee tip cash_amount_due"
_FEES = "bag_fee pick_and_pack_fee delivery_fee small_order_fee"
_REMITTANCE = "payment.accounting.tax_remittance"
_REMITTED = ("tax.uber[]", "tax.restaurant[]", "total_fee_tax.uber[]", "total_fee_tax.restaurant[]")
_ORDER: tuple[Listed, ...] = (
    ("", "id display_id external_reference_id current_state type brand placed_at estimated_ready_for_pickup_at", ""),
    ("", "order_manager_client_id", _OUR_ACCOUNT),
    ("store", "id integrator_brand_id", ""),
    ("store", "name integrator_store_id merchant_store_id", "of the store itself; the document `store` has them"),
    ("eater", "first_name last_name phone phone_code corporate_tax_id_taiwan", ""),
    ("eater", "tax_profile", _TAIWAN),
    ("eater.delivery", "type notes", ""),
    ("eater.delivery.location", "street_address latitude longitude unit_number", ""),
    ("eater.delivery.location", "type google_place_id business_name title", _ADDRESS),
    ("", "eaters", "those who share a group order; the one who placed it stands in eater"),
    ("cart", "special_instructions", ""),
    ("cart", "fulfillment_issues", "proposals about a line that is missing, with a life of their own"),
    *_line("cart.items[]"),
    ("cart.items[]", "instance_id", ""),
    (_GROUP, "id title", ""),
    (_GROUP, "external_data", "of the menu, where it is mapped"),
    *_line(f"{_GROUP}.selected_items[]"),
    *_line(f"{_GROUP}.removed_items[]"),
    *((f"payment.charges.{charge}", _MONEY, "") for charge in _CHARGES.split()),
    *((f"payment.charges.{charge}", "formatted_amount", _FORMATTED) for charge in _CHARGES.split()),
    *((f"payment.charges.{fee}", _MONEY, "") for fee in _FEES.split()),
    *((f"payment.charges.{fee}", "formatted_amount", _FORMATTED) for fee in _FEES.split()),
    ("payment.charges", "marketplace_fee_due_to_uber", "what the guest owes Uber, not the restaurant"),
    ("payment.charges", "total_fee_tax delivery_fee_tax small_order_fee_tax", _TAX_PARTS),
    (
        "payment.charges",
        "total_promo_applied sub_total_promo_applied tax_promo_applied",
        "sums less the promotions, which are mapped",
    ),
    *((f"{_REMITTANCE}.{who}.value", _MONEY, "") for who in _REMITTED),
    *((f"{_REMITTANCE}.{who}.value", "formatted_amount", _FORMATTED) for who in _REMITTED),
    (_REMITTANCE, "tax.courier tax.eater total_fee_tax.courier total_fee_tax.eater", "nobody whom the model knows"),
    (_REMITTANCE, "delivery_fee_tax small_order_fee_tax", "parts of total_fee_tax"),
    ("payment.accounting", "tax_reporting", _TAX_PARTS),
    ("payment.promotions.promotions[]", "external_promotion_id promo_type promo_discount_value", ""),
    ("payment.promotions.promotions[]", "promotion_uuid", "the restaurant's own code for it is mapped"),
    ("payment.promotions.promotions[]", "promo_funding_splits", ""),
    (
        "payment.promotions.promotions[]",
        "promo_discount_percentage promo_delivery_fee_value discount_items",
        "how the discount was computed; its amount is mapped",
    ),
    ("packaging", "disposable_items.should_include", ""),
    ("deliveries[]", "id first_name vehicle.model estimated_pickup_time current_state phone phone_code", ""),
    ("deliveries[]", "picture_url", "personal data that nobody needs to hand food over"),
    ("deliveries[]", "vehicle.make vehicle.color vehicle.license_plate vehicle.is_autonomous", _NO_PLACE),
    ("deliveries[]", "vehicle.handoff_instructions vehicle.passcode", _NO_PLACE),
)
_WEBHOOK: tuple[Listed, ...] = (
    ("", "event_type event_id event_time meta.user_id meta.resource_id meta.status resource_href", ""),
)
_WEBHOOK_STORE: tuple[Listed, ...] = (
    ("", "event_type store_id resource_href", ""),
    ("", "partner_store_id", "our own number for the store, which the crosswalk has"),
    ("", "perform_refresh_menu", "whether the menu is to be sent again; read from the event by who acts on it"),
    ("webhook_meta", "webhook_msg_timestamp webhook_msg_uuid", ""),
    ("webhook_meta", "client_id webhook_config_id", _OUR_ACCOUNT),
)
_STORE: tuple[Listed, ...] = (
    ("", "name store_id contact_emails status merchant_store_id timezone web_url avg_prep_time", ""),
    ("location", "address address_2 city state postal_code country latitude longitude", ""),
    ("", "raw_hero_url price_bucket", "how Uber's own page shows the store"),
    ("", "pos_data", _OUR_ACCOUNT),
)
_STATUS: tuple[Listed, ...] = (("", "status offlineReason", ""),)
_HOLIDAYS: tuple[Listed, ...] = (("holiday_hours{}.open_time_periods[]", "start_time end_time", ""),)
_SET_STATUS: tuple[Listed, ...] = (("", "status paused_until reason", ""),)
_ORDERS: tuple[Listed, ...] = (("orders[]", "id current_state placed_at", ""),)


def _paths(listed: tuple[Listed, ...]) -> Iterator[tuple[str, str]]:
    for at, members, why in listed:
        for member in members.split():
            yield f"{at}.{member}".lstrip("."), why


_ALL: Final = {
    "menu": _MENU,
    "order": _ORDER,
    "orders": _ORDERS,
    "webhook": _WEBHOOK,
    "webhook-store": _WEBHOOK_STORE,
    "store": _STORE,
    "holiday-hours": _HOLIDAYS,
    "status": _STATUS,
    "status-set": _SET_STATUS,
}
DOCUMENTED: Final = {name: tuple(path for path, _ in _paths(listed)) for name, listed in _ALL.items()}
UNMAPPED: Final = {
    name: tuple(Unmapped(path, why) for path, why in _paths(listed) if why) for name, listed in _ALL.items()
}
