"""The order's life: from the channel to the point of sale exactly once, and an answer before the deadline.

`decide` is all of it that is thought; a shell does what it says. For each order it keeps the stream
`order:<link>:<external id>` (names: `decide.naming`), and for one event, in ONE transaction of the merchant:

    state ─► decide(state, event, settings) ─► append facts, enqueue calls, set timers ─► the next event, if one is due

What comes in: webhooks and lists that name an order (Hint), answers to calls (Read, Look, Reply), timers (Wake), people
(Word). An answer finds its order by `Answer.about` = the stream, and its call by `args["serial"]`.
What goes out, as intents of a decision:
- Ask: a Call of kind `call`, key `<stream>#<serial>`, slot `<stream>:channel` or `<stream>:pos`, `attempts_max` 1 (what
  is put back could be sent after the order was seen dead, and cannot be withdrawn any more), with the Ask's `deadline`
  and `document`. `args`: `serial`; `order` (the channel's id of it, or the ticket's id); for tickets `reference`, and
  `key` = `naming.pos_key` where there is one (a ticket that is sent again is a new intent with the same key for the
  point of sale); `since` for `ticket.find`; for deny and cancel the Ask's `why`, in the partner's words.
- Withdraw: `transaction.withdraw`, at once; the next event is Withdrawal where it succeeded, Claim where it did not.
- Prepare: build the ticket's document of the order, keep it as a payload; the next event is Document or NoDocument.
- Raise, Lower: the attention list. A second Raise of a reason only moves its `until`.
- timers: set all that are given, cancel the other `timers.NAMES`.

What is always true: the state is the fold of the facts; at most one call is out on each side of an order, so that a
slow point of sale never holds up the channel's deadline; every claim ends in one answer (`unknown` for a claim that
nobody answered); nothing of a person is in facts, calls or alarms.
On failure: the transaction is gone as a whole, and the event comes again. An event that comes twice is noted.
"""
