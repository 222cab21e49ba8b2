"""Whose personal data a partner's document may hold, so that it is sealed where it is kept.

What is about one order is sealed for that order: erasing the order's key erases it everywhere. A list of orders is
about several people at once; it is sealed for the account and the day, so that a day's lists are erased together when
those they were read for have them, each under its own key. A menu is about nobody.
"""

from datetime import datetime

from tournant.calls.job import Job

__all__ = ["subject"]


def subject(job: Job, at: datetime) -> str | None:
    """For whom a document is sealed; None where it is about nobody."""
    if job.call.about.startswith("order:"):
        return job.call.about  # Its stream: what one side shows of an order is erased with what the other does.
    order = job.call.args.get("order")
    if order:
        return f"order:{order}"
    if job.command.lane == "order":
        return f"orders:{job.account.id}:{at.date().isoformat()}"
    return None
