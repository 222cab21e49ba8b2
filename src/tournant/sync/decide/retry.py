"""When a write that came to nothing known is tried again: soon, then after rests that are twice as long each time.

    unknown, broke, clash ──► at once ──again──► 10 s ──► 20 s ──► … ──► 5 min, for ever
    done, seen there, refused, or something else is to be written ──► at once, and the count begins anew

A partner that shows its menu and takes none would be written as often as it is looked at otherwise.
"""

from datetime import datetime, timedelta

from tournant.kernel import bounds
from tournant.sync.decide.state import OpenWrite, Shadow, Vain

__all__ = ["came_to", "counted", "rests"]


def counted(before: Vain | None, write: OpenWrite, now: datetime) -> Vain | None:
    """The series after a write that is not waited for any more; None where it was done."""
    if write.is_done:
        return None
    longest = timedelta(seconds=bounds.WRITE_AGAIN_S_MAX)
    # Long after its rest it is not a further try: what was to be made an end of had ended, and is there anew.
    goes_on = before is not None and before.aim == write.aim and write.planned <= before.until + longest
    times = before.times + 1 if before is not None and goes_on else 1
    return Vain(write.aim, times, now + _rest(times))


def _rest(times: int) -> timedelta:
    """How long nothing is written after so many in a row."""
    if times == 1:
        return timedelta()
    doublings = min(times - 2, bounds.WRITE_AGAIN_S_MAX.bit_length())
    return timedelta(seconds=min(bounds.WRITE_AGAIN_S * 2**doublings, bounds.WRITE_AGAIN_S_MAX))


def rests(shadow: Shadow, aim: str, now: datetime) -> datetime | None:
    """Until when what has this aim is not written; None where it may be written now."""
    vain = shadow.vain
    return vain.until if vain is not None and vain.aim == aim and now < vain.until else None


def came_to(write: OpenWrite, vain: Vain | None, otherwise: str = "unknown") -> tuple[str, str | None]:
    """What a write came to, and why: done, or what is said `otherwise`; broke where that goes on, for people to see."""
    if write.is_done:
        return "done", None
    if vain is None or vain.times < bounds.WRITES_IN_VAIN_MAX:
        return otherwise, write.said
    said = write.said or "nothing was heard of it"
    return "broke", f"{vain.times} writes of the same in a row came to nothing known, the last one so: {said}"
