-- All of these are for the platform: they see every merchant, and no data of any.

-- name: register_tenant
-- Let a merchant be worked on.
insert into lease (organisation, merchant) values ($1, $2) on conflict do nothing;

-- name: tenants
-- All merchants that may be worked on.
select organisation, merchant from lease;

-- name: beat
-- Say that a worker is alive; those whose time is over are forgotten.
with gone as (
  delete from worker where alive_until <= clock_timestamp() and name <> $1
)
insert into worker (name, alive_until) values ($1, clock_timestamp() + $2::interval)
on conflict (name) do update set alive_until = excluded.alive_until;

-- name: share
-- How many work, how many merchants there are, and how many of them this worker holds.
select (select count(*) from worker where alive_until > clock_timestamp()) as members,
       count(*) as tenants,
       count(*) filter (where owner = $1 and expires_at > clock_timestamp()) as held
from lease;

-- name: take_leases
-- Take merchants whose lease has expired, those waiting longest first; each gets a new epoch.
with free as (
  select organisation, merchant from lease
  where expires_at <= clock_timestamp()
  order by expires_at, organisation, merchant limit $3 for update skip locked
)
update lease as mine set owner = $1, epoch = epoch + 1, expires_at = clock_timestamp() + $2::interval
from free where mine.organisation = free.organisation and mine.merchant = free.merchant
returning mine.organisation, mine.merchant, owner, epoch;

-- name: renew_leases
-- Keep leases that are still ours for another while; gives those that are.
update lease as mine set expires_at = clock_timestamp() + $2::interval
from unnest($3::text[], $4::text[], $5::bigint[]) as held(organisation, merchant, epoch)
where mine.organisation = held.organisation and mine.merchant = held.merchant and mine.epoch = held.epoch
  and mine.owner = $1 and mine.expires_at > clock_timestamp()
returning mine.organisation, mine.merchant, owner, mine.epoch;

-- name: release_lease
-- Give a lease back before it expires.
update lease set expires_at = '-infinity', owner = null
where organisation = $1 and merchant = $2 and owner = $3 and epoch = $4;

-- name: leave
-- Say that a worker works no more.
delete from worker where name = $1;
