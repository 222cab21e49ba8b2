"""Every name that telemetry uses, once: log events, metrics, spans.

A name is a constant of this module with a sentence below it, and a row in `docs/reference/telemetry.md`; a test holds
the two together. Events say what happened, in the past tense; metrics begin with `tournant_` and end with their unit;
spans are `room.work`.
"""

from typing import Final

__all__ = ["Event", "Metric", "Span"]


class Event(str):
    """What a log line says."""

    __slots__ = ()


class Metric(str):
    """What a number counts."""

    __slots__ = ()


class Span(str):
    """What work took its time."""

    __slots__ = ()


# ---- edge

WEBHOOK_TAKEN: Final = Event("webhook_taken")
"""A webhook was verified and is durable (level debug: there are many)."""
WEBHOOK_STRAYED: Final = Event("webhook_strayed")
"""A verified webhook belongs to no account that we know, or says nothing that we understand; it is kept as a stray."""
SIGNATURES_WRONG: Final = Event("signatures_wrong")
"""Deliveries that name a partner do not fit its key: a forger, or another key there than here; said once."""
SIGNATURES_RIGHT: Final = Event("signatures_right")
"""Deliveries of that partner fit again."""
RECEIVING_STOPPED: Final = Event("receiving_stopped")
"""The store does not take webhooks any more; said once, partners are answered 503 and try again."""
RECEIVING_RESUMED: Final = Event("receiving_resumed")
"""The store takes webhooks again."""
DRAINING_BEGAN: Final = Event("draining_began")
"""The process takes its last deliveries and will stop."""
APP_UNREADABLE: Final = Event("app_unreadable")
"""Settings or secrets of our app at a partner are not what they have to be; its webhooks are refused until then."""
ADAPTER_BROKE: Final = Event("adapter_broke")
"""An adapter raised where it verifies or reads a webhook: a bug of the adapter; what was verified is kept."""
REQUEST_BROKE: Final = Event("request_broke")
"""Answering a request raised what should never happen: a bug, with its traceback."""

WEBHOOKS: Final = Metric("tournant_webhooks_total")
"""Deliveries answered, by partner and outcome."""
WEBHOOK_DURATION: Final = Metric("tournant_webhook_duration_seconds")
"""From the first byte of a delivery's body to its answer."""
WEBHOOK_QUEUE: Final = Metric("tournant_webhook_queue")
"""Deliveries that wait for their commit."""
WEBHOOK_BATCH: Final = Metric("tournant_webhook_batch")
"""Deliveries of one commit."""
COMMIT_DURATION: Final = Metric("tournant_webhook_commit_duration_seconds")
"""How long one commit of deliveries took."""
HOSTED: Final = Metric("tournant_hosted_requests_total")
"""Requests to the endpoints that we host for partners, by partner and outcome."""

RECEIVE: Final = Span("edge.receive")
"""A delivery, from its verification to its commit: the root of a trace."""
ANSWER_HOSTED: Final = Span("edge.hosted")
"""A request to an endpoint that we host for a partner."""

# ---- calls

CALL_BEGAN: Final = Event("call_began")
"""A call was claimed and is about to be sent."""
CALL_ENDED: Final = Event("call_ended")
"""A call came to an outcome, which is in the line."""
CALL_ORPHANED: Final = Event("call_orphaned")
"""A claim was found that nobody is at: a read is made again, a write counts as unknown."""
CALL_UNWRITTEN: Final = Event("call_unwritten")
"""What came of a call could not be written down; its claim is found unanswered later."""
CALL_BROKE: Final = Event("call_broke")
"""Making a call raised what should never happen: a bug, with its traceback."""
ACCOUNT_AWAY: Final = Event("account_away")
"""A partner does not answer for an account any more; said once, single calls try whether it is back."""
ACCOUNT_BACK: Final = Event("account_back")
"""A partner answers again for an account that was away."""
ACCOUNT_REFUSED: Final = Event("account_refused")
"""A partner gives no token for an account, or for our app, or does not take it: a person has to connect it again."""
ACCOUNT_UNMARKED: Final = Event("account_unmarked")
"""That a person has to connect an account again could not be written down; the next call without a token says it."""
TOKEN_UNWRITTEN: Final = Event("token_unwritten")
"""A new token could not be written down; it is used from memory, and written by the next who wants it."""

CALLS: Final = Metric("tournant_calls_total")
"""Calls to partners, by partner, command and outcome."""
CALL_DURATION: Final = Metric("tournant_call_duration_seconds")
"""From the claim of a call to its outcome, by partner and command."""

CALL: Final = Span("calls.call")
"""One attempt of a call, from its claim to its outcome."""

# ---- pace

LOOK_DROPPED: Final = Event("look_dropped")
"""The timer of a look was dropped: its account or link is gone, ended or suspended, or does not have the resource."""

PACE_WAIT: Final = Metric("tournant_pace_wait_seconds")
"""World seconds that a call waited for the right to be made, by partner and lane."""

# ---- orders

ORDER_ALARM: Final = Event("order_alarm")
"""An order needs a person, for the reason that is named."""
ORDER_ALARM_OVER: Final = Event("order_alarm_over")
"""An order does not need a person any more for this reason."""
ORDER_ASIDE: Final = Event("order_put_aside")
"""What came in about an order could not be processed and was put aside, or an adapter failed over a document: a bug,
with its place and the way there."""
ORDERS_SETTINGS_BAD: Final = Event("orders_settings_bad")
"""What a link says about its orders cannot be meant; the defaults are followed."""

# ---- app

DATABASE_LOST: Final = Event("database_lost")
"""The database does not answer any more; said once a process. Work waits for it."""
DATABASE_FOUND: Final = Event("database_found")
"""The database answers again; work goes on."""
DATABASE_RESTARTED: Final = Event("database_restarted")
"""The server of the embedded database had ended and was started again."""
CHILD_ENDED: Final = Event("child_ended")
"""A process of `serve` ended by itself and will be started again; said once, until it has run well for a while."""
CHILD_STEADY: Final = Event("child_steady")
"""A process that had ended runs well again."""
PROCESS_UP: Final = Event("process_up")
"""A process of `serve` takes up its work."""
PROCESS_STOPPING: Final = Event("process_stopping")
"""A process was told to stop and finishes what is in hand."""
MERCHANT_LOST: Final = Event("merchant_lost")
"""The lease on a merchant is somebody else's now; the work on it ended here."""
MERCHANT_BROKE: Final = Event("merchant_broke")
"""The work on a merchant ended by a bug of the worker; its lease runs out and it is taken up anew."""
ROOM_BROKE: Final = Event("room_broke")
"""A room raised what should never happen, at one merchant; it rests there, longer each time. Said once."""
ROOM_MENDED: Final = Event("room_mended")
"""A room that had failed at a merchant does its work again."""
WORK_CUT_SHORT: Final = Event("work_cut_short")
"""The process ended before everything in hand was finished; whoever takes those merchants goes on from the log."""
UPKEEP_DONE: Final = Event("upkeep_done")
"""The day's upkeep ran: partitions made and dropped, keys wrapped anew."""
UPKEEP_BROKE: Final = Event("upkeep_broke")
"""The day's upkeep failed by a bug; it is tried again."""

MERCHANTS_HELD: Final = Metric("tournant_merchants_held")
"""Merchants on which this process works."""

# ---- telemetry itself

LINES_LOST: Final = Metric("tournant_log_lines_lost_total")
"""Log lines that could not be written."""
