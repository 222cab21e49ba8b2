-- name: add_names
-- Remember which of our ids some of a partner's ids stand for; one that is known keeps its id.
insert into crosswalk (organisation, merchant, scope, kind, external_id, id)
select $1, $2, $3, kind, external_id, id
from unnest($4::text[], $5::text[], $6::text[]) as new(kind, external_id, id)
order by kind, external_id
on conflict do nothing;

-- name: replace_names
-- Remember which of our ids some of a partner's ids stand for, from now on.
insert into crosswalk (organisation, merchant, scope, kind, external_id, id)
select $1, $2, $3, kind, external_id, id
from unnest($4::text[], $5::text[], $6::text[]) as new(kind, external_id, id)
order by kind, external_id
on conflict (organisation, merchant, scope, kind, external_id) do update set id = excluded.id;

-- name: names
-- Names of a scope after one of them, in the order of their keys.
select kind, external_id, id from crosswalk
where organisation = $1 and merchant = $2 and scope = $3 and (kind, external_id) > ($4, $5)
order by kind, external_id limit $6;

-- name: drop_names
-- Forget names of a scope.
delete from crosswalk as mine using unnest($4::text[], $5::text[]) as gone(kind, external_id)
where mine.organisation = $1 and mine.merchant = $2 and mine.scope = $3
  and mine.kind = gone.kind and mine.external_id = gone.external_id;
