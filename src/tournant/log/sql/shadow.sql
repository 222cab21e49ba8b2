-- name: put_shadow
-- Write what a partner was last seen to have.
insert into shadow (organisation, merchant, target, resource, body) values ($1, $2, $3, $4, $5)
on conflict (organisation, merchant, target, resource) do update set body = excluded.body;

-- name: shadow
-- One shadow.
select body from shadow where organisation = $1 and merchant = $2 and target = $3 and resource = $4;

-- name: shadows
-- Shadows of a merchant, all or those of a resource, after one of them, in the order of their keys.
select target, resource, body from shadow
where organisation = $1 and merchant = $2 and (target, resource) > ($3, $4) and ($6::text is null or resource = $6)
order by target, resource limit $5;

-- name: drop_shadow
-- Forget one shadow; gives its target where there was one.
delete from shadow where organisation = $1 and merchant = $2 and target = $3 and resource = $4 returning target;
