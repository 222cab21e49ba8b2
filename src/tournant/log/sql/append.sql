-- Appending facts. The lock makes sequence numbers of one merchant grow in the order of commits: without it, whoever
-- reads by `sequence > last` misses what a slower transaction commits later.

-- name: lock_slots
-- Take the append locks of some merchants, in their order, until the transaction ends.
select pg_advisory_xact_lock(1953460083, slot) from unnest($1::int[]) as slot;

-- name: stream_heads
-- Where some streams are.
select stream, position from stream_head
where organisation = $1 and merchant = $2 and stream = any($3::text[]);

-- name: move_heads
-- Move stream heads by the number of facts that are being appended.
insert into stream_head as head (organisation, merchant, stream, position)
select $1, $2, stream, position from unnest($3::text[], $4::bigint[]) as new(stream, position)
on conflict (organisation, merchant, stream) do update set position = excluded.position;

-- name: append_facts
-- Append facts in the order in which they are given.
insert into log (organisation, merchant, stream, position, kind, version, body, trace, cause, origin, decided_at, subject,
                 sealed)
select $1, $2, stream, position, kind, version, body, trace, cause, origin, decided_at, subject, sealed
from unnest($3::text[], $4::bigint[], $5::text[], $6::int[], $7::bytea[], $8::text[], $9::text[], $10::text[],
            $11::timestamptz[], $12::text[], $13::bytea[])
  with ordinality as new(stream, position, kind, version, body, trace, cause, origin, decided_at, subject, sealed, nth)
order by nth;
