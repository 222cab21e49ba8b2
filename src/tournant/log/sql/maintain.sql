-- All of these run as the owner of the tables: once a day, and at each start.

-- name: observation_days
-- The days that have a partition of their own.
select right(relname, 8) as day from pg_inherits join pg_class on pg_class.oid = inhrelid
where inhparent = 'tournant.observation'::regclass and relname ~ '^observation_\d{8}$'
order by 1;

-- name: unread_on_day
-- Whether any observation between two times has not been passed by a reader. Strays of the platform ($4) have no
-- reader: they are kept for their time and then go.
select exists (
  select from tournant.observation as one
  where one.received_at >= $1 and one.received_at < $2 and one.organisation <> $4
    and one.position > coalesce((select place.position from tournant.cursor as place
                                 where place.organisation = one.organisation and place.merchant = one.merchant
                                   and place.reader = $3), 0)
);

-- name: forget_events
-- Forget events that were seen before a time: a duplicate that comes later is observed again, which is harmless.
delete from tournant.inbox where seen_at < $1;
