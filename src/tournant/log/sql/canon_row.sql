-- name: put_rows
-- Write canonical rows as they are now.
insert into canon_row (organisation, merchant, kind, key, body)
select $1, $2, kind, key, body from unnest($3::text[], $4::text[], $5::bytea[]) as new(kind, key, body)
order by kind, key
on conflict (organisation, merchant, kind, key) do update set body = excluded.body;

-- name: drop_rows
-- Take canonical rows away.
delete from canon_row as mine using unnest($3::text[], $4::text[]) as gone(kind, key)
where mine.organisation = $1 and mine.merchant = $2 and mine.kind = gone.kind and mine.key = gone.key;

-- name: rows
-- Canonical rows of a merchant after one of them, in the order of their keys.
select kind, key, body from canon_row
where organisation = $1 and merchant = $2 and (kind, key) > ($3, $4)
order by kind, key limit $5;

-- name: fingerprint
-- A hash of the rows of some kinds and of the names of some scopes: the same as long as all of them are.
select encode(sha256(convert_to(concat(
  (select string_agg(format('%L %L %s', kind, key, encode(sha256(body), 'hex')), ',' order by kind, key)
   from canon_row where organisation = $1 and merchant = $2 and kind = any($3::text[])),
  ' and ',
  (select string_agg(format('%L %L %L %L', scope, kind, external_id, id), ',' order by scope, kind, external_id)
   from crosswalk where organisation = $1 and merchant = $2 and scope = any($4::text[]))
), 'UTF8')), 'hex');
