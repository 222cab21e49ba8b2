-- name: put_account
-- Write an account as it is now.
insert into account (organisation, merchant, id, partner, external_id, state, settings, credentials)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (organisation, merchant, id) do update
set state = excluded.state, settings = excluded.settings, credentials = excluded.credentials;

-- name: accounts
-- All accounts of a merchant.
select id, partner, external_id, state, settings, credentials
from account where organisation = $1 and merchant = $2 order by id;

-- name: account
-- One account.
select id, partner, external_id, state, settings, credentials
from account where organisation = $1 and merchant = $2 and id = $3;

-- name: set_account
-- Change the state of an account, its credentials, or both; gives its id where there is one.
update account set state = coalesce($4, state), credentials = coalesce($5, credentials)
where organisation = $1 and merchant = $2 and id = $3 returning id;

-- name: set_health
-- Change the health of a link; gives its id where there is one.
update link set health = $4 where organisation = $1 and merchant = $2 and id = $3 returning id;

-- name: tenant_of_account
-- Whose account a partner speaks of: for the platform, which sees only this.
select organisation, merchant from account where partner = $1 and external_id = $2;

-- name: put_link
-- Write a link as it is now.
insert into link (organisation, merchant, id, location, account, store, mode, health, settings)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (organisation, merchant, id) do update
set location = excluded.location, mode = excluded.mode, health = excluded.health, settings = excluded.settings;

-- name: links
-- All links of a merchant.
select id, location, account, store, mode, health, settings
from link where organisation = $1 and merchant = $2 order by id;

-- name: link
-- One link.
select id, location, account, store, mode, health, settings
from link where organisation = $1 and merchant = $2 and id = $3;
