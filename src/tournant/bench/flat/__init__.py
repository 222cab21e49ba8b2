"""A menu as flat lists that name each other by id, as Uber Eats has it: menus, categories, items, modifier groups.

Its table is the one of the `uber_eats` adapter, found as every adapter is. Options are items too.
"""
