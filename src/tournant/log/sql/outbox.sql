-- name: enqueue
-- Write an intent; gives its id, or nothing where its key or its open slot is there already.
insert into outbox (organisation, merchant, id, key, kind, slot, body, trace, cause, epoch, due_at, subject, sealed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict do nothing
returning id;

-- name: intent_with_key
-- Whether an intent has this key.
select id from outbox where organisation = $1 and merchant = $2 and key = $3;

-- name: claim_intents
-- Claim waiting intents that are due, the longest due first; each claim is another attempt.
with due as (
  select id from outbox
  where organisation = $1 and merchant = $2 and state = 'waiting' and due_at <= $3
  order by due_at, id limit $5 for update skip locked
)
update outbox as mine set state = 'claimed', attempt = attempt + 1, claimed_by = $4, claimed_at = $3
from due where mine.organisation = $1 and mine.merchant = $2 and mine.id = due.id
returning mine.id, key, kind, slot, body, trace, cause, epoch, due_at, attempt, claimed_by, claimed_at, subject, sealed;

-- name: unanswered_intents
-- Intents that were claimed at or before a time and never answered: their outcome is unknown.
select id, key, kind, slot, body, trace, cause, epoch, due_at, attempt, claimed_by, claimed_at, subject, sealed
from outbox where organisation = $1 and merchant = $2 and state = 'claimed' and claimed_at <= $3
order by claimed_at, id limit $4;

-- name: settle_intent
-- Settle an intent with the answer to this attempt; nothing where another attempt is out, or it is settled.
update outbox set state = 'settled', outcome = $5
where organisation = $1 and merchant = $2 and id = $3 and state = 'claimed' and attempt = $4
returning id;

-- name: put_back_intent
-- Let an intent wait again, because this attempt came to nothing; nothing where another attempt is out.
update outbox set state = 'waiting', due_at = $5, claimed_by = null, claimed_at = null
where organisation = $1 and merchant = $2 and id = $3 and state = 'claimed' and attempt = $4
returning id;

-- name: unclaim_intent
-- Let an intent wait again as if this attempt had never been claimed.
update outbox set state = 'waiting', due_at = $5, attempt = attempt - 1, claimed_by = null, claimed_at = null
where organisation = $1 and merchant = $2 and id = $3 and state = 'claimed' and attempt = $4
returning id;

-- name: withdraw_intent
-- Withdraw an intent that nobody has claimed yet, ever; nothing otherwise.
update outbox set state = 'withdrawn'
where organisation = $1 and merchant = $2 and id = $3 and state = 'waiting' and attempt = 0
returning id;

-- name: intent_state
-- What became of an intent: its state and, once settled, its outcome.
select state, outcome from outbox where organisation = $1 and merchant = $2 and id = $3;
