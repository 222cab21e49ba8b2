"""What the caller can mend."""


class BadInput(ValueError):  # noqa: N818 - it says what it is, as the other errors that users meet do
    """The input cannot be used; the message is one sentence with the place. A command line exits with 2."""
