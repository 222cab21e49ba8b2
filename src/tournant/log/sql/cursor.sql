-- name: read_cursor
-- How far a reader of one merchant has come; nothing where it never moved.
select position from cursor where organisation = $1 and merchant = $2 and reader = $3;

-- name: move_cursor
-- Move a reader on, if it is where it is said to be ($4); gives the new position, or nothing.
insert into cursor as mine (organisation, merchant, reader, position)
select $1, $2, $3, $5
where $4 = 0 or exists (select from cursor where organisation = $1 and merchant = $2 and reader = $3)
on conflict (organisation, merchant, reader) do update set position = excluded.position where mine.position = $4
returning position;
