"""A catalog as one list of objects of many types, told apart by a tag, as Square has it; sizes nest in their items.

Its table is the one of the `square` adapter, found as every adapter is.
"""
