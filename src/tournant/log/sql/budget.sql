-- All of these work for the platform organisation: a limit belongs to an app, whoever's call uses it.

-- name: lock_budget
-- Let nobody else take slots of one budget until this transaction ends: who takes all or none has to see all.
select pg_advisory_xact_lock(hashtextextended(concat_ws('/', $1::text, $2::text, $3::text), 0));

-- name: hold_slots
-- Take so many ($5) slots that are free, the smallest numbers first; none where there are fewer. A slot without a row
-- was never taken.
with free as (
  select number as slot
  from generate_series(0, $4::int - 1) as number
  left join budget as mine on organisation = $1 and merchant = $2 and mine.budget = $3 and slot = number
  where free_at is null or free_at <= $7
  order by number limit $5
)
insert into budget (organisation, merchant, budget, slot, free_at)
select $1, $2, $3, slot, $6::timestamptz from free where (select count(*) from free) = $5
on conflict (organisation, merchant, budget, slot) do update set free_at = excluded.free_at
returning slot;

-- name: free_slots
-- Say when some slots become free.
update budget set free_at = $5
where organisation = $1 and merchant = $2 and budget = $3 and slot = any($4::int[]);

-- name: mark_open
-- Mark a holder as being at work; gives its name, or nothing where the mark was there already.
insert into holder (organisation, merchant, name) values ($1, $2, $3) on conflict do nothing returning name;

-- name: mark_closed
-- Take the mark of a holder away.
delete from holder where organisation = $1 and merchant = $2 and name = $3;
