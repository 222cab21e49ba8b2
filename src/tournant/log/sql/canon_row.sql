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
