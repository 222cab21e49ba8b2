"""What went wrong with a call to a partner, said so that the class is the decision.

    Disposition
      Unsent       nothing was done            → again later
        Throttled    the partner wants us to wait → not before `until`
        Unreachable  no connection was made
      Unknown      it may have been done       → look, before anything else
        Unanswered   sent, and no answer came in time
        Transient    the partner failed in answering (5xx)
      NeedsReauth  the token is not good       → a new one, then again
      Refused      the partner said no         → do not send this again
        Rejected     it is wrong, or against a rule
        Clash        it does not fit the state there: a second accept, an old version → read
        Duplicate    this was done before, or its key used otherwise → look
        Unsupported  the partner cannot do this at all
      PartnerBroke the answer is not what the partner documents → keep it, tell a person

`calls` consumes them with one exhaustive `match`. An adapter's table says which status becomes which (`errors.py`).
"""

from datetime import datetime

__all__ = [
    "Clash",
    "CutOff",
    "Disposition",
    "Duplicate",
    "NeedsReauth",
    "PartnerBroke",
    "Refused",
    "Rejected",
    "Throttled",
    "Transient",
    "Unanswered",
    "Unknown",
    "Unreachable",
    "Unsent",
    "Unsupported",
]


class Disposition(Exception):  # noqa: N818 - its subclasses say what happened
    """A call did not end well."""

    def __init__(self, why: str = "") -> None:
        """With the partner's own words, where it has any; no personal data."""
        super().__init__(why or self.__doc__)
        self.why = why or str(self.__doc__)


class Unsent(Disposition):
    """Nothing was done."""


class Throttled(Unsent):
    """The partner asked us to come back later."""

    def __init__(self, until: datetime | None = None, why: str = "") -> None:
        """When the partner takes calls again; None where it does not say."""
        super().__init__(why)
        self.until = until


class Unreachable(Unsent):
    """No connection to the partner was made."""


class Unknown(Disposition):
    """Whether it was done cannot be told from the answer."""


class Unanswered(Unknown):
    """It was sent, and no answer came in time."""


class CutOff(Unanswered):
    """It was sent, and its connection ended before the whole answer came: nothing of it is on its way any more."""


class Transient(Unknown):
    """The partner failed while answering."""


class NeedsReauth(Disposition):
    """The partner does not take the token."""


class Refused(Disposition):
    """The partner said no."""


class Rejected(Refused):
    """The partner says that the request is wrong, or against one of its rules."""


class Clash(Refused):
    """The request does not fit the state at the partner."""


class Duplicate(Refused):
    """The partner has done this before, or knows its key from another request."""


class Unsupported(Refused):
    """The partner cannot do this."""


class PartnerBroke(Disposition):
    """The answer is not what the partner documents."""
