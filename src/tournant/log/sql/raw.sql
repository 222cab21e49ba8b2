-- name: keep_raw
-- Keep payloads at their addresses; what is there stays as it is.
insert into raw (organisation, merchant, address, size_bytes, subject, body)
select $1, merchant, address, size_bytes, subject, body
from unnest($2::text[], $3::bytea[], $4::bigint[], $5::text[], $6::bytea[])
  as new(merchant, address, size_bytes, subject, body)
order by merchant, address
on conflict do nothing;

-- name: read_raw
-- One payload by its address.
select size_bytes, subject, body from raw where organisation = $1 and merchant = $2 and address = $3;
