-- name: set_timer
-- Set a timer of a stream; one of this name is moved.
insert into timer (organisation, merchant, stream, name, due_at, body, trace, cause)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (organisation, merchant, stream, name) do update
set due_at = excluded.due_at, body = excluded.body, trace = excluded.trace, cause = excluded.cause;

-- name: cancel_timer
-- Take a timer away before it is due; gives its name where there was one.
delete from timer where organisation = $1 and merchant = $2 and stream = $3 and name = $4 returning name;

-- name: take_timers
-- Take timers that are due: they are gone when this transaction commits, and back when it does not.
with due as (
  select stream, name from timer
  where organisation = $1 and merchant = $2 and due_at <= $3 and starts_with(name, $5)
  order by due_at, stream, name limit $4 for update skip locked
)
delete from timer as mine using due
where mine.organisation = $1 and mine.merchant = $2 and mine.stream = due.stream and mine.name = due.name
returning mine.stream, mine.name, due_at, body, trace, cause;

-- name: timers
-- The timers of a room that are set, the earliest first.
select stream, name, due_at, body, trace, cause from timer
where organisation = $1 and merchant = $2 and starts_with(name, $3)
order by due_at, stream, name limit $4;

-- name: agenda
-- Which readers have something to read, which rooms have a timer that is due, whether an intent is, and what is next.
select
  array(
    select name from unnest($4::text[]) as name
    where exists (
      select from observation where organisation = $1 and merchant = $2 and position > coalesce(
        (select position from cursor where organisation = $1 and merchant = $2 and reader = name), 0))
  ) as readers,
  array(
    select room from unnest($5::text[]) as room
    where exists (
      select from timer
      where organisation = $1 and merchant = $2 and due_at <= $3 and starts_with(timer.name, room))
  ) as rooms,
  exists (
    select from outbox where organisation = $1 and merchant = $2 and state = 'waiting' and due_at <= $3
  ) as intents,
  least((select min(due_at) from timer where organisation = $1 and merchant = $2),
        (select min(due_at) from outbox where organisation = $1 and merchant = $2 and state = 'waiting')) as next;
