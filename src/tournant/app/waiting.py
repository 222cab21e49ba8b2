"""Waiting for whichever comes first."""

import asyncio
from collections.abc import Awaitable

__all__ = ["first"]


async def first(*waits: Awaitable[object]) -> None:
    """Wait until the first of these has come, and give the others up."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()  # What went wrong in it went wrong here.
    finally:
        for one in tasks:
            one.cancel()
