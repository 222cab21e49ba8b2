"""Every named bound, with its unit last in the name. A bound that nobody uses is not here."""

from typing import Final

AMOUNT_DIGITS_MAX: Final = 18
"""Digits of an amount in its smallest unit: what a signed 64-bit column holds, whatever the digits are."""
PRICES_REMEMBERED_MAX: Final = 8_192
"""Prices (or other values that repeat) that each way of reading one remembers: more than one menu has."""
RATE_UNITS: Final = 10_000_000
"""How many units of a rate make the whole: 8.25 % is 825_000."""
VIOLATIONS_MAX: Final = 1_000
"""Violations that one check reports. A document with more is broken as a whole, and its reader needs no longer list."""
NESTING_LEVELS_MAX: Final = 64
"""Levels of elements inside elements in one document. A restaurant's menu has fewer than ten; the parser fails at some
hundreds, so this refuses a hostile document first."""
DOCUMENT_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one partner document: eight times the largest menu that was measured."""
STRING_CHARS_MAX: Final = 1024 * 1024
"""Characters of one text in a document: 1 Mi, far above any description."""
SPECIAL_DAYS_MAX: Final = 366
"""Days of one row of special hours that are looked at: a year, and what is longer is no special day."""
PATH_SEGMENTS_MAX: Final = 16
"""Members that one path of a mapping names. No partner nests a value half as deep; a longer path is a mistake."""
CALLS_REMEMBERED_MAX: Final = 200_000
"""Calls, and webhooks, that the books of one simulated partner remember: a run of an hour at fifty a second."""
PACKED_BYTES_MIN: Final = 1_024
"""Bytes from which a simulated partner packs an answer: smaller ones gain nothing."""
WEBHOOK_ANSWER_S_MAX: Final = 10
"""Seconds of the wall that a simulated partner waits for the answer to a webhook."""
CONNECTIONS_WAITING_MAX: Final = 128
"""Connections that may wait to be taken by the server of the simulated partners."""
DATABASE_POLL_S: Final = 0.01
"""Seconds between two looks at whether the embedded database is ready, or gone."""
DATABASE_START_POLLS_MAX: Final = 3_000
"""Looks until a start has failed: half a minute, where a recovery after a crash takes a fraction of a second."""
DATABASE_STOP_POLLS_MAX: Final = 1_000
"""Looks until what an earlier owner left is not going away: ten seconds."""
DATABASE_STOP_S_MAX: Final = 20
"""Seconds that the embedded database gets to stop by itself, before it is told to drop everything."""
DATABASE_LOG_BYTES_MAX: Final = 10 * 1024 * 1024
"""Bytes of what the embedded database says; a longer log is put aside at the next start, in place of the one before."""
SOCKET_PATH_BYTES_MAX: Final = 100
"""Bytes of a socket's path: systems allow 107 or 103, whatever the file system does."""
APPEND_LOCKS: Final = 1_024
"""Locks over which the merchants are spread when they append; two that share one only wait for each other."""
FACTS_APPENDED_MAX: Final = 10_000
"""Facts that one transaction appends at once."""
OBSERVATIONS_RECEIVED_MAX: Final = 5_000
"""Observations that are received at once."""
ROWS_READ_MAX: Final = 5_000
"""Facts or observations that one reading gives: a page, after which the reader asks for the next."""
ROWS_WRITTEN_MAX: Final = 5_000
"""Canonical rows or names that one statement writes; more are written by several in the same transaction."""
ROWS_HELD_MAX: Final = 2_000_000
"""Canonical rows, names of a scope or shadows that one merchant has: what no document of a partner could fill."""
BUDGET_SLOTS_MAX: Final = 100_000
"""Slots of one limit of a partner: as many calls as its window allows."""
INTENTS_CLAIMED_MAX: Final = 500
"""Intents that are claimed, or listed as unanswered, at once."""
TIMERS_TAKEN_MAX: Final = 500
"""Timers that are taken at once."""
LEASES_TAKEN_MAX: Final = 1_000
"""Merchants that a worker takes at once."""
KEYS_REWRAPPED_MAX: Final = 1_000
"""Keys that are wrapped anew in one transaction."""
NOTICE_BYTES_MAX: Final = 7_000
"""Bytes of one notice that something is new: PostgreSQL takes 8,000; a longer one says "everywhere" instead."""
TENANTS_WAITING_MAX: Final = 10_000
"""Merchants that a listener remembers until it has time; more are "everywhere"."""
CONNECTIONS_MAX: Final = 10
"""Connections of one process to the database."""
CONNECTION_WAIT_S_MAX: Final = 10
"""Seconds until a connection to the database is made, or one of the pool becomes free."""
STATEMENT_S_MAX: Final = 60
"""Seconds that a statement may take: the longest is the upkeep of a day."""
LOCK_WAIT_MS_MAX: Final = 3_000
"""Milliseconds that a statement waits for a lock, in migrations and in work, before it gives up."""
MIGRATION_TURN_MS_MAX: Final = 60_000
"""Milliseconds that a process waits for another one that is migrating."""
TRANSACTION_IDLE_MS_MAX: Final = 60_000
"""Milliseconds that a transaction may do nothing before the database ends it: nothing waits for a partner in one."""
PARTITION_DAYS_AHEAD: Final = 7
"""Days for which observations have a partition ahead: how long the daily upkeep may fail without a trace."""

# ---- telemetry

LOG_TEXT_CHARS_MAX: Final = 4_000
"""Characters of one text in a log line or a span: a traceback, hardly anything else is as long."""
LOG_BYTES_MAX: Final = 32
"""Bytes that are written in full in a log line: a hash. Of more only the length is said."""
LOG_PARTS_MAX: Final = 20
"""Members of a list or an object that a log line shows."""
LOG_LEVELS_MAX: Final = 4
"""Levels of lists and objects that a log line shows."""

# ---------------------------------------------------------------------- sync

OBSERVATIONS_A_TURN_MAX: Final = 200
"""Observations of a merchant that are worked on in one transaction."""
ROWS_A_FACT_MAX: Final = 1_000
"""Rows that one fact carries; a look that changes more makes several facts."""
DIFFERENCES_NOTED_MAX: Final = 50
"""Differences that a fact names; all of them are counted."""
PROBLEMS_NOTED_MAX: Final = 20
"""Unreadable parts of a document that a fact names; all of them are counted."""
ITEMS_GONE_MIN: Final = 5
"""Items that have to be gone at once before a look can be too much."""
GONE_SHARE: Final = 5
"""A look in which more than one item of this many is gone is held back until somebody releases it."""
WRITE_FRESH_S: Final = 40
"""Seconds of the world in which such a write has to leave, once it was planned; later it is planned anew."""
LOOK_FRESH_S: Final = 20
"""Seconds of the world for which a look may be written upon, where the partner does not notice what changed since."""
WRITE_AGAIN_S: Final = 10
"""Seconds of the world until a write is tried again that came to nothing known twice in a row; each time twice as long.
After the first time it is tried at once."""
WRITE_AGAIN_S_MAX: Final = 300
"""The longest of these rests."""
WRITES_IN_VAIN_MAX: Final = 4
"""So many of the same in a row are for a person to see."""
LOOK_UNDECIDED_S: Final = 1
"""Seconds of the world, beyond the lag that a partner declares, until a look that decided nothing is taken again."""
REGISTER_S_MAX: Final = 86_400
"""Seconds of the world for which it is remembered who edited a cell last: two edits at once lie much closer."""
PAUSE_ENDS_LATE_S: Final = 60
"""Seconds of the world by which a partner may end a pause later than it was told to; a longer one is somebody's."""
VALUE_NOTED_CHARS_MAX: Final = 200
"""Characters of a value that a fact quotes."""
COMMAND_ANSWER_S_MAX: Final = 20
"""Seconds of the wall that an operator waits for what a command comes to; it stays written down."""
MERCHANTS_REMEMBERED_MAX: Final = 256
"""Merchants whose rows a worker keeps in memory between two turns."""

# ---------------------------------------------------------------------- app

CLOCK_NAP_S_MAX: Final = 30
"""Seconds of the wall for which a wait for an instant of the world sleeps at once, as the wall's clock may be set."""
LEASE_S: Final = 15
"""Seconds of the wall that a lease on a merchant lasts; it is renewed at a third of that."""
MERCHANTS_AT_WORK_MAX: Final = 64
"""Merchants of one worker that are at work at the same time; the others wait for their turn."""
MERCHANT_IDLE_S_MAX: Final = 60
"""Seconds of the wall after which a worker looks at a merchant of which it heard nothing."""
WEATHER_REST_S_MAX: Final = 5
"""Seconds of the wall for which a room rests at a merchant after the store was away or busy."""
BUG_REST_S_MAX: Final = 60
"""Seconds of the wall for which a room rests at a merchant after a bug of ours."""
STANDS_STILL_S: Final = 300
"""Seconds for which what came in may wait for its room; after that a person is told that the room stands still."""
DUE_REST_S_MAX: Final = 5
"""Seconds of the wall between two looks at a merchant where something is due that no room can do yet."""
DRAIN_S_MAX: Final = 20
"""Seconds of the wall that a process gets to finish what is in hand when it is told to stop."""
CHILD_REST_S_MAX: Final = 30
"""Seconds of the wall before a process that keeps dying is started again."""
CHILD_STEADY_S: Final = 60
"""Seconds of the wall after which a process that was started again counts as well."""
DATABASE_WATCH_S: Final = 0.5
"""Seconds between two looks at whether the embedded database still runs."""
UPKEEP_REST_S_MAX: Final = 3_600
"""Seconds of the wall before the day's upkeep is tried again after a bug of ours."""
OBSERVATIONS_KEPT_DAYS: Final = 30
"""Days for which an observation is kept after it came in; it is not dropped before every room has read it."""
PAGES_READ_MAX: Final = 2_000
"""Pages of one list that are read from a partner: a hundred elements each are twice the largest catalog that
is known."""
RETRY_AFTER_S_MAX: Final = 24 * 3_600
"""Seconds that a partner's "come back later" is believed for: a day; whatever is longer is asked again after it."""
REASON_CHARS_MAX: Final = 500
"""Characters of what a partner says about a call that it did not take."""

# ---- calls

EXCHANGE_REQUESTS_MAX: Final = 2_000
"""Requests of one exchange: ten times the pages of the largest catalog."""
CALLS_OUT_MAX: Final = 1_000
"""Calls of one lane (order commands, or all others) at which one process is at once."""
CALLS_OUT_MERCHANT_MAX: Final = 64
"""The same, of one merchant."""
CALLS_OUT_ACCOUNT_MAX: Final = 8
"""The same, of one account."""
CALL_PLACE_S: Final = 1
"""World seconds after which a call looks again for a place among those that are out."""
CALL_REST_S_MIN: Final = 1
"""World seconds until a call that came to nothing is made again, the first time; it doubles with each."""
CALL_REST_S_MAX: Final = 300
"""World seconds to which that grows."""
BREAKER_FAILURES_MAX: Final = 5
"""Calls in a row that a partner leaves without an answer, until only single ones try whether it is back."""
BREAKER_REST_S_MIN: Final = 5
"""World seconds until the first of those; it doubles with each."""
BREAKER_REST_S_MAX: Final = 120
"""World seconds to which that grows."""
CALLS_SWEPT_S: Final = 30
"""World seconds between two looks for claims that nobody is at."""
LEASE_CHECKED_S: Final = 1
"""World seconds after which a call that has waited makes sure of its lease before it leaves."""
APP_REMEMBERED_S: Final = 10
"""World seconds for which what belongs to an app is not read again."""
SETTLING_TRIES_MAX: Final = 8
"""How often what came of a call is handed to a database that is away: as long as a lease lasts at least."""
SETTLING_REST_S: Final = 0.1
"""Wall seconds before the second of those; it doubles with each."""
CALLS_DRAIN_S_MAX: Final = 10
"""Wall seconds that a stopping process waits for answers that are under way."""

# ---- edge

WEBHOOK_BYTES_MAX: Final = 1024 * 1024
"""Bytes of the body of a webhook, or of a request to a hosted endpoint: a hundred times the largest that was seen."""
DISCARDED_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of a body that is too large that are read and forgotten, so that its sender hears why it was refused."""
BODIES_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of all bodies that a process holds at once, from their first byte until their request was answered."""
BODY_WAIT_S_MAX: Final = 10
"""Seconds of the wall that a body may take to arrive."""
WEBHOOKS_WAITING_MAX: Final = 5_000
"""Deliveries that wait for their commit: about half a second of what one process takes."""
WEBHOOKS_COMMITTED_MAX: Final = 500
"""Deliveries of one commit."""
COMMIT_S_MAX: Final = 5
"""Seconds of the wall that a delivery waits for the store, each time that it needs it, before it is sent away."""
RETRY_AFTER_S: Final = 5
"""Seconds after which a partner that was sent away shall deliver again."""
READY_WAIT_S_MAX: Final = 2
"""Seconds of the wall that the question whether a process is ready waits for the store."""
WEBHOOK_KEY_REMEMBERED_S: Final = 60
"""Seconds of the wall for which the settings and the key of our app at a partner are believed."""
WEBHOOK_KEY_REREAD_S_MIN: Final = 2
"""Seconds of the wall between two readings of them, however many signatures do not fit."""
ACCOUNT_REMEMBERED_S: Final = 60
"""Seconds of the wall for which it is believed whose an account is."""
ACCOUNTS_REMEMBERED_MAX: Final = 10_000
"""Accounts of which a process remembers whose they are."""
PARTNER_ID_CHARS_MAX: Final = 200
"""Characters of an id of an event or an account, or of a type of event, as a partner says it."""
HINTS_MAX: Final = 100
"""Things that one webhook points at."""

# ---- pace

BUYERS_WAITING_MAX: Final = 10_000
"""Calls of one lane that may wait for the right to be made: more than a process claims at once in all its merchants."""
POOLS_MAX: Final = 200_000
"""Limits times apps, accounts or stores of which slots are remembered; those with all slots free are forgotten
first."""
RESERVE_SHARE: Final = 100
"""One slot in so many of a limit is kept for orders."""
RESERVE_CALLS_MIN: Final = 10
"""Slots from which a limit has such a reserve: of a smaller one it would be more than a tenth."""
RESERVE_WAIT_S_MAX: Final = 5
"""World seconds that an order command can wait: what is free again by then can be used meanwhile."""
WAIT_AVAILABILITY_S_MAX: Final = 60
"""World seconds that calls about what is sold out wait without a single one being made, before they are overdue."""
WAIT_OTHER_S_MAX: Final = 900
"""The same for all calls besides those and orders."""
OVERDUE_EVERY: Final = 10
"""While somebody is overdue, one call in so many is theirs, and the others are orders."""
OVERDUE_HOLD_S_MAX: Final = 5
"""World seconds before it can be made for which everything that an overdue call needs is kept for it."""
BRAKE_S_MAX: Final = 86_400
"""World seconds for which a partner is believed that it wants no calls: a day, the longest window."""
PAUSE_S_MAX: Final = 5
"""Wall seconds for which a process may stand still between buying the right to call and sending."""
LAST_BYTES_S_MAX: Final = 2
"""Wall seconds for which what was sent on a connection may travel after its end was seen."""
DURABLE_WINDOW_S_MIN: Final = 60
"""World seconds of a window from which its slots are remembered in the database; shorter ones are waited out."""
LEDGER_AGAIN_S_MIN: Final = 1
"""World seconds, at least, until the database is asked again for slots that it did not have."""
GOVERNOR_CLOSING_S_MAX: Final = 10
"""World seconds that a governor waits at its end for the short windows, so that the next one need not."""
LOOK_MENU_S: Final = 60
"""World seconds between two looks at a menu, where nothing asks for one sooner."""
LOOK_AVAILABILITY_S: Final = 60
"""The same for what is sold out."""
LOOK_STATUS_S: Final = 60
"""The same for whether a store is open."""
LOOK_HOURS_S: Final = 300
"""The same for opening hours."""
LOOK_ORDERS_S: Final = 30
"""The same for lists of orders."""
LOOK_AGAIN_S: Final = 1
"""World seconds until a look is tried again that found the one before still open."""

# ---- whose change it is

OPEN_WRITES_OF_CELL_MAX: Final = 64
"""Writes of ours on one cell whose effect may still come, before the next waits: one every two seconds, over
the bound."""
ORDER_POLL_S_MAX: Final = 60
"""Seconds of the world between two reads of an order that is in doubt."""
ORDER_WRITES_MAX: Final = 12
"""How often a void or a cancel is tried before a person is told, and it goes on at leisure: some minutes."""
ORDER_READS_FAILED_MAX: Final = 5
"""Reads of an order that fail, one after the other, before a person is told."""
ORDER_CLOCKS_APART_S: Final = 5
"""Seconds of the world by which a channel may give an order up before its deadline has come by our clock."""
ECHO_REMEMBERED_S: Final = 900
"""World seconds for which a cell remembers that its value was explained as ours: longer than between two looks."""

# ---- what an operator does by hand

SET_TEXT_CHARS_MAX: Final = 2_000
"""Characters of a name or a description that a person sets."""
CANDIDATES_NAMED_MAX: Final = 10
"""Things that are named where an id could mean several."""
CONFLICTS_SHOWN_MAX: Final = 200
"""Conflicts that are listed at once, the youngest first."""
EXPLAINED_STEPS_MAX: Final = 50
"""Earlier changes of one value that are told."""

# ---- judge

WRITES_READ_MAX: Final = 200
"""Writes of the books of a simulated partner that a judge reads at once: a page of whole menus."""
FINDINGS_NAMED_MAX: Final = 50
"""Findings of one sort that a report names; all of them are counted."""

# ---- console

LATE_MENU_S: Final = 120
"""World seconds for which a menu may differ before it is late."""
LATE_OTHER_S: Final = 60
"""The same for what is sold out, for hours and for pauses."""
KNOWN_LOOKS_MAX: Final = 3
"""After so many intervals without a look it is not known any more how a place stands."""
LIVE_PAGES_MAX: Final = 64
"""Pages that one process keeps up to date at once."""
LIVE_BEAT_S: Final = 2
"""Wall seconds between two signs of life to a page."""
LIVE_RENDER_S_MIN: Final = 1
"""Wall seconds between two renderings of a page that is kept up to date."""
LIVE_REST: Final = 4
"""So many times as long as making a page took it is then left alone."""
FORM_BYTES_MAX: Final = 65_536
"""Bytes of a form."""
FORM_FIELDS_MAX: Final = 250
"""Fields of a form or a query."""
DECIDED_AT_ONCE_MAX: Final = 100
"""Decisions that one act settles."""
FORM_WAIT_S_MAX: Final = 10
"""Wall seconds in which a form has to be here."""
FLEET_ROWS_MAX: Final = 60
"""Restaurants from which on the fleet is shown a merchant a row."""
WAITING_SHOWN_MAX: Final = 20
"""Lines of what waits for a person beside the fleet; all are among the decisions."""
WATCHED_REST_S: Final = 60
"""World seconds between two comparisons of a merchant's live menus for the console, while nothing there waits."""
DIFFERENCES_SHOWN_MAX: Final = 400
"""Values that differ, of one group, that a page shows."""
ORDERS_SHOWN_MAX: Final = 100
"""Orders of one page of the list."""
ORDER_STEPS_SHOWN_MAX: Final = 300
"""Things that happened to an order, the last ones, that its page shows."""
ORDER_NEAR_S: Final = 120
"""World seconds before its deadline from which an order that nobody has answered is near it."""
DIFFERENCES_SAMPLED: Final = 12
"""Values of a group that a page shows before it is asked for all of them."""
PAIRS_SHOWN_MAX: Final = 200
"""Proposed pairs of one decision that a page shows, and so the most that are settled at once."""
# ---- orders: the shell

ORDER_CANDIDATES_MAX: Final = 3
"""Things that are named for a line of an order that is not known."""
ORDER_NOTE_CHARS_MAX: Final = 500
"""Characters of the note of a ticket's hand-over (Square takes 500)."""
ORDER_LINE_NOTE_CHARS_MAX: Final = 2_000
"""Characters of the note of a ticket's line (Square takes 2,000)."""
ORDER_REFERENCE_CHARS_MAX: Final = 40
"""Characters of what a ticket is found by (Square takes 40)."""
ORDERS_REMEMBERED_MAX: Final = 2_000
"""Orders of one merchant whose state a worker keeps in memory between two turns."""
ORDER_STEPS_MAX: Final = 16
"""Decisions that one event may lead to; more is a mistake of ours."""
ORDER_READ_WAITS_S: Final = 60
"""World seconds after which a read of an order or ticket is not sent any more, and is asked for anew."""
ORDER_SHOWN_S: Final = 7 * 86_400
"""World seconds for which an order that was closed stays in the lists; its facts stay."""
TICKET_HINT_WAITS_S: Final = 3
"""World seconds from a hint of the point of sale to the look at its ticket, so that several need one look."""
BOOKS_REMEMBERED_MAX: Final = 64
"""Merchants whose catalog, and links whose names, a worker keeps decoded for the next ticket."""
ATTENTION_REMEMBERED_MAX: Final = 64
"""Merchants of which a process remembers what waits for a person, so that it reads only what is new."""
ORDER_ASIDE_MAX: Final = 16
"""Things about one order that wait for another try; and orders of one list that are put aside one by one."""
ORDER_ASIDE_REST_S: Final = 30
"""World seconds until what was put aside is tried again; each time twice as long."""
ORDER_ASIDE_REST_S_MAX: Final = 3_600
"""The longest of these rests."""
ORDER_ASIDE_TRIES_MAX: Final = 32
"""How often it is tried again by itself: a day."""

# ---- demo

PLATFORM_START_S_MAX: Final = 60
"""Seconds of the wall until the demo's platform works, or has ended."""
LINES_REMEMBERED_MAX: Final = 50
"""Lines of the platform's log that a demo remembers, to say what went wrong."""
PEOPLE_LOOK_S: Final = 1
"""Seconds of the wall between two looks of a demo's people at what waits for them."""
PEOPLE_LOOKS_MAX: Final = 120
"""Looks until a demo's people have waited too long for something."""
PEOPLE_TRIES_MAX: Final = 10
"""How often a demo's people read a preview again that was out of date when they said yes."""
SLOWEST_WAY_S: Final = 12
"""Seconds of the wall that a write may be on its way in a demo, the partners' slowest answers included."""
SETTLING_S_MIN: Final = 180
"""Seconds of the world that a demo waits after the last order, however soon all agree."""
SETTLING_S_MAX: Final = 600
"""Seconds of the world until a demo waits no longer for agreement: a minute of the wall at its usual speed."""

# ---- simulation

SIM_STEPS_MAX: Final = 20_000_000
"""Steps of the event loop of one simulated run, after which it is taken to go round in circles: fifty times
the longest."""
SIM_BURIALS_MAX: Final = 20
"""Rounds in which what is left of a simulated run is ended: what ends may begin something to tidy up."""

# ---- the demo's console: its ledger, and what is broken on purpose

BOOKS_EVERY_S: Final = 3
"""Seconds of the wall between two counts of a demo's orders."""
BOOKS_REST: Final = 9
"""So many times as long as a count took nobody counts then: it is done beside the partners, in one process."""
BROKEN_S: Final = 180
"""Seconds of the world after which what a person broke in a demo mends itself: less than half the shortest deadline."""
BREAK_ANSWER_S_MAX: Final = 3
"""Seconds of the wall that a console waits until a demo has broken something."""
BREAK_ANSWER_BYTES_MAX: Final = 4_096
"""Bytes of a demo's answer to that."""
PEOPLE_SEE_TO_S: Final = 300
"""Seconds of the world after which a demo's people have seen to an order that waits for them and is over."""
AFTERNOONS_MAX: Final = 6
"""Times of twenty minutes of the world for which orders and edits go on after a demo's report."""
AFTERNOON_ORDERS: Final = 2
"""Orders a minute of the world then, at most."""
AFTERNOON_EDITS: Final = 2
"""Edits a minute of the world then."""
