-- name: mark_seen
-- Remember events; gives the places (counted from 1) of those that were not seen before.
with new as (
  select merchant, source, event_id, seen_at, nth
  from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) with ordinality
    as new(merchant, source, event_id, seen_at, nth)
), fresh as (
  insert into inbox (organisation, merchant, source, event_id, seen_at)
  select $1, merchant, source, event_id, min(seen_at) from new group by merchant, source, event_id
  order by merchant, source, event_id
  on conflict do nothing
  returning merchant, source, event_id
)
select min(nth) as nth from new join fresh using (merchant, source, event_id) group by merchant, source, event_id;

-- name: observe
-- Append observations in the order in which they are given.
insert into observation (organisation, merchant, received_at, source, kind, envelope, address, trace, cause)
select $1, merchant, received_at, source, kind, envelope, address, trace, cause
from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[], $9::text[])
  with ordinality as new(merchant, received_at, source, kind, envelope, address, trace, cause, nth)
order by nth;
