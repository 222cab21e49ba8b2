-- name: add_keys
-- Add wrapped keys of subjects that have none; what is there, erased or not, stays.
insert into personal_key (organisation, merchant, subject, master, wrapped)
select $1, $2, subject, $4, wrapped from unnest($3::text[], $5::bytea[]) as new(subject, wrapped)
order by subject
on conflict do nothing;

-- name: read_keys
-- The wrapped keys of some subjects.
select subject, master, wrapped from personal_key
where organisation = $1 and merchant = $2 and subject = any($3::text[]);

-- name: erase_key
-- Erase the key of a subject, for ever: what was sealed with it is noise from now on, and no new one is made.
insert into personal_key as mine (organisation, merchant, subject, master, wrapped, erased_at)
values ($1, $2, $3, '', null, $4)
on conflict (organisation, merchant, subject) do update
set wrapped = null, master = '', erased_at = coalesce(mine.erased_at, excluded.erased_at);

-- name: keys_of_other_masters
-- Some wrapped keys that another master key than this one ($3) wraps.
select subject, master, wrapped from personal_key
where organisation = $1 and merchant = $2 and master <> $3 and wrapped is not null
order by subject limit $4 for update;

-- name: rewrap_keys
-- Store keys as the master key $4 wraps them.
update personal_key as mine set master = $4, wrapped = new.wrapped
from unnest($3::text[], $5::bytea[]) as new(subject, wrapped)
where mine.organisation = $1 and mine.merchant = $2 and mine.subject = new.subject and mine.wrapped is not null;

-- name: secrets_of_other_masters
-- Some credentials that another master key than this one ($3) seals: its name is their beginning.
select id, credentials from account
where organisation = $1 and merchant = $2 and not starts_with(encode(credentials, 'hex'), $3)
order by id limit $4 for update;

-- name: reseal_secrets
-- Store credentials as the current master key seals them.
update account as mine set credentials = new.credentials
from unnest($3::text[], $4::bytea[]) as new(id, credentials)
where mine.organisation = $1 and mine.merchant = $2 and mine.id = new.id;
