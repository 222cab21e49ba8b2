"""A menu as one deep tree: categories, items, extras, options, and extras within options, three levels deep.

The shape is that of channels that nest instead of naming ids (DoorDash): the same group is written out again under
every item that offers it. Its table stands here, in the vocabulary of the mapping engine, with rows of its own.
"""
