"""What Square documents and no column holds: it is carried along unchanged, for the reason that stands beside it."""

from tournant.sdk import Unmapped

Listed = tuple[str, str, str]
"""Where, which members there, and why."""

_STAFF_VIEW = "how Square's own till or web shop shows it"
_APPOINTMENTS = "appointments, not food"
_TWICE = "follows from what is mapped"
_OTHER_TYPE = "a type of object that the canonical model has no kind for"
_APP_DATA = "belongs to the application that left it"
_FINER = "a finer part of an address than the canonical one"
_TAG = "tells what the element is; read, and never changed"
_LINES = "address_line_3 administrative_district_level_2 administrative_district_level_3 first_name last_name"
_LOCALITY = "sublocality sublocality_2 sublocality_3"


def _carried(*listed: Listed) -> tuple[Unmapped, ...]:
    return tuple(Unmapped(f"{at}.{member}", why) for at, members, why in listed for member in members.split())


CATALOG = _carried(
    ("objects[]", "type", _TAG),
    ("objects[]", "custom_attribute_values", _APP_DATA),
    ("objects[]", "catalog_v1_ids", "ids of an interface that Square retired"),
    ("objects[]", "discount_data pricing_rule_data product_set_data", _OTHER_TYPE),
    ("objects[]", "item_option_data item_option_value_data quick_amounts_settings_data", _OTHER_TYPE),
    ("objects[]", "subscription_plan_data subscription_plan_variation_data", _OTHER_TYPE),
    ("objects[]", "custom_attribute_definition_data", _OTHER_TYPE),
    ("objects[]", "time_period_data", "an iCalendar event, which pricing rules alone refer to"),
    ("objects[].item_data", "label_color skip_modifier_screen sort_name", _STAFF_VIEW),
    ("objects[].item_data", "ecom_uri ecom_image_uris ecom_seo_data channels", _STAFF_VIEW),
    ("objects[].item_data", "category_id", "deprecated since 2023-12-13; categories is mapped"),
    ("objects[].item_data", "description_plaintext", "Square makes it from description_html"),
    ("objects[].item_data", "item_options", "names sizes by a matrix; each size has its name all the same"),
    ("objects[].item_data.reporting_category", "ordinal", "an order within reports"),
    ("objects[].item_data.modifier_list_info[]", "allow_quantities", "no column for repeated choices at one item"),
    ("objects[].item_data.modifier_list_info[]", "is_conversational hidden_from_customer_override", _STAFF_VIEW),
    (
        "objects[].item_data.modifier_list_info[].modifier_overrides[]",
        "on_by_default",
        "deprecated; its heir is mapped",
    ),
    ("objects[].item_variation_data", "available_for_booking service_duration team_member_ids", _APPOINTMENTS),
    ("objects[].item_variation_data", "item_option_values", "names sizes by a matrix; name is mapped"),
    ("objects[].item_variation_data", "stockable stockable_conversion", "how stock of parts is computed"),
    (
        "objects[].item_variation_data.location_overrides[]",
        "inventory_alert_type inventory_alert_threshold",
        "no column for stock alerts at one location",
    ),
    ("objects[].modifier_list_data", "is_conversational hidden_from_customer", _STAFF_VIEW),
    ("objects[].modifier_data", "image_id", "an image that Square does not show"),
    ("objects[].category_data", "channels ecom_seo_data", _STAFF_VIEW),
    ("objects[].category_data", "is_top_level path_to_root root_category", _TWICE),
    ("objects[].tax_data", "applies_to_product_set_id", "product sets have no kind"),
    ("objects[].image_data", "photo_studio_order_id", "an order at Square's own studio"),
    ("objects[].measurement_unit_data.measurement_unit", "area_unit generic_unit", "no food is sold by it"),
    ("objects[].measurement_unit_data.measurement_unit.custom_unit", "abbreviation", _STAFF_VIEW),
)

LOCATIONS = _carried(
    ("locations[].address", f"{_LINES} {_LOCALITY}", _FINER),
    ("locations[].address", "country", "country of the location is mapped"),
    ("locations[]", "merchant_id business_name tax_ids mcc", "of the merchant, not of the place"),
    ("locations[]", "capabilities", "what Square's payments can do there"),
    ("locations[]", "twitter_username instagram_username facebook_url", "advertising"),
    ("locations[]", "full_format_logo_url pos_background_url", "pictures for receipts and till; logo_url is mapped"),
    ("locations[]", "type", "whether it stays at its address"),
)

INVENTORY = _carried(
    ("counts[]", "state", "only what is in stock has rows"),
    ("counts[]", "catalog_object_type", "always a variation"),
    ("counts[]", "is_estimated", "whether the count follows from counts of parts"),
    ("changes[]", "type", _TAG),
    ("changes[]", "adjustment transfer", "moves stock between states or places; what is then left is counted again"),
    ("changes[]", "measurement_unit measurement_unit_id", "the variation's own"),
    ("changes[].physical_count", "state", "written as IN_STOCK"),
    ("changes[].physical_count", "catalog_object_type", "always a variation"),
    ("changes[].physical_count", "created_at", "when Square heard of it; when it was counted is mapped"),
    ("changes[].physical_count", "employee_id team_member_id source reference_id", "who counted"),
)

_VERSION = "which version of the catalog the order was made with"
_DECLARED = "how it was declared; what it came to is mapped"
_TIMES = "when Square's own steps happened; the state says how far it is"
_COURIER = "ids at the courier's own interface"
_TENDER = "how the payment went technically"

ORDER = _carried(
    ("orders[]", "metadata", _APP_DATA),
    ("orders[]", "customer_id", "an id in Square's directory of customers, which is another interface"),
    ("orders[]", "net_amounts return_amounts returns refunds", "returns are orders of their own in the model to come"),
    ("orders[]", "rewards pricing_options", "loyalty and automatic pricing are Square's own business"),
    ("orders[].line_items[]", "catalog_version", _VERSION),
    ("orders[].line_items[]", "metadata", _APP_DATA),
    ("orders[].line_items[]", "pricing_blocklists", "which automatic discounts and taxes are kept off"),
    ("orders[].line_items[]", "total_service_charge_money variation_total_price_money", _TWICE),
    ("orders[].line_items[].quantity_unit", "precision catalog_object_id catalog_version", _TWICE),
    ("orders[].line_items[].quantity_unit.measurement_unit", "area_unit custom_unit generic_unit", "no common unit"),
    ("orders[].line_items[].modifiers[]", "catalog_version", _VERSION),
    ("orders[].line_items[].modifiers[]", "metadata", _APP_DATA),
    ("orders[].line_items[].modifiers[]", "total_price_money", "for all of the line, where ours is for each one of it"),
    ("orders[].line_items[].applied_taxes[]", "uid", "tax_uid identifies it"),
    ("orders[].line_items[].applied_discounts[]", "uid", "discount_uid identifies it"),
    ("orders[].line_items[].applied_service_charges[]", "uid", "service_charge_uid identifies it"),
    ("orders[].taxes[]", "scope auto_applied", _DECLARED),
    ("orders[].discounts[]", "amount_money type scope pricing_rule_id reward_ids", _DECLARED),
    ("orders[].service_charges[]", "amount_money type scope treatment_type calculation_phase taxable", _DECLARED),
    ("orders[].service_charges[]", "total_money total_tax_money applied_taxes", "its tax is in the order's"),
    *((f"orders[].{at}[]", "catalog_version", _VERSION) for at in ("taxes", "discounts", "service_charges")),
    *((f"orders[].{at}[]", "metadata", _APP_DATA) for at in ("taxes", "discounts", "service_charges", "fulfillments")),
    ("orders[].rounding_adjustment", "uid", "there is one"),
    ("orders[].tenders[]", "card_details cash_details bank_account_details", _TENDER),
    ("orders[].tenders[]", "buy_now_pay_later_details square_account_details additional_recipients", _TENDER),
    ("orders[].tenders[]", "location_id customer_id", "the order's"),
    ("orders[].tenders[]", "payment_id transaction_id", "ids of payments, which are another interface"),
    ("orders[].fulfillments[]", "type", _TAG),
    ("orders[].fulfillments[]", "entries line_item_application", "an order is fulfilled as a whole"),
    ("orders[].fulfillments[]", "shipment_details", "parcels, not food"),
    ("orders[].fulfillments[].pickup_details", "placed_at accepted_at rejected_at expired_at canceled_at", _TIMES),
    ("orders[].fulfillments[].pickup_details", "expires_at auto_complete_duration", "when Square ends it by itself"),
    ("orders[].fulfillments[].pickup_details", "pickup_window_duration", "a duration, where the model has an end"),
    ("orders[].fulfillments[].pickup_details", "schedule_type cancel_reason", "columns of the order, not of a part"),
    ("orders[].fulfillments[].pickup_details.curbside_pickup_details", "buyer_arrived_at", _TIMES),
    ("orders[].fulfillments[].delivery_details", "placed_at rejected_at in_progress_at completed_at", _TIMES),
    ("orders[].fulfillments[].delivery_details", "canceled_at", _TIMES),
    ("orders[].fulfillments[].delivery_details", "delivery_window_duration", "a duration, where the model has an end"),
    ("orders[].fulfillments[].delivery_details", "schedule_type cancel_reason", "columns of the order, not of a part"),
    (
        "orders[].fulfillments[].delivery_details",
        "courier_pickup_window_duration",
        "a duration, where the model has an end",
    ),
    ("orders[].fulfillments[].delivery_details", "square_delivery_id external_delivery_id managed_delivery", _COURIER),
    *(
        (f"orders[].fulfillments[].{details}.recipient{at}", members, why)
        for details in ("pickup_details", "delivery_details")
        for at, members, why in (
            ("", "customer_id", "the order's"),
            (".address", f"{_LINES} {_LOCALITY}", _FINER),
        )
    ),
)

WEBHOOK = _carried(("data", "object deleted", "the thing is read anew; version and state of orders are mapped"))
