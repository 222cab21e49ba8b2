-- name: enter
-- Work for one organisation until this transaction ends.
select set_config('tournant.organisation', $1, true);

-- name: enter_under
-- The same under a lease: whether it is held; it stays so until this transaction ends.
select set_config('tournant.organisation', $1, true), fence($1, $2, $3, $4) as held;

-- name: become_platform
-- Work for the platform until this transaction ends: leases, and whose an account is.
set local role tournant_platform;

-- name: wake
-- Tell whoever listens that there is something new: once a transaction, never once a row.
select pg_notify('tournant', $1);
