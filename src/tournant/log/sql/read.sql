-- name: read_stream
-- The facts of one stream after a position, in their order.
select stream, position, sequence, kind, version, body, trace, cause, origin, decided_at, subject, sealed
from log where organisation = $1 and merchant = $2 and stream = $3 and position > $4
order by position limit $5;

-- name: tail_facts
-- All facts of one merchant, or those of some kinds, after a sequence number, in their order.
select stream, position, sequence, kind, version, body, trace, cause, origin, decided_at, subject, sealed
from log where organisation = $1 and merchant = $2 and sequence > $3
  and ($5::text[] is null or kind = any($5))
order by sequence limit $4;

-- name: tail_observations
-- All observations of one merchant after a position, in their order.
select position, source, kind, envelope, address, trace, cause, received_at
from observation where organisation = $1 and merchant = $2 and position > $3
order by position limit $4;
