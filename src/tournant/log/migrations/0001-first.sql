-- The first tables. Every key begins with organisation, merchant; every table but the lease is seen by one organisation
-- at a time. Two roles, neither of which owns anything:
--   tournant_app       works inside one organisation (row-level security)
--   tournant_platform  spreads merchants over workers and finds whose an account is; sees nothing else

do $$
begin
  create role tournant_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  create role tournant_platform nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant tournant_app, tournant_platform to current_user;
grant usage on schema tournant to tournant_app, tournant_platform;

create table observation (
  organisation text not null,
  merchant     text not null,
  position     bigint generated always as identity,
  received_at  timestamptz not null,
  source       text not null,
  kind         text not null,
  envelope     bytea not null,
  address      bytea not null,
  trace        text not null,
  cause        text not null,
  primary key (organisation, merchant, position, received_at)
) partition by range (received_at);
create table observation_rest partition of observation default;

create table inbox (
  organisation text not null,
  merchant     text not null,
  source       text not null,
  event_id     text not null,
  seen_at      timestamptz not null,
  primary key (organisation, merchant, source, event_id)
);

create table stream_head (
  organisation text not null,
  merchant     text not null,
  stream       text not null,
  position     bigint not null,
  primary key (organisation, merchant, stream)
);

create table log (
  organisation text not null,
  merchant     text not null,
  stream       text not null,
  position     bigint not null,
  sequence     bigint generated always as identity,
  kind         text not null,
  version      integer not null,
  body         bytea not null,
  trace        text not null,
  cause        text not null,
  origin       text not null,
  decided_at   timestamptz not null,
  subject      text,
  sealed       bytea,
  primary key (organisation, merchant, stream, position)
);
create unique index log_by_sequence on log (organisation, merchant, sequence);

create table raw (
  organisation text not null,
  merchant     text not null,
  address      bytea not null,
  size_bytes   bigint not null,
  subject      text,
  body         bytea not null,
  primary key (organisation, merchant, address)
);
alter table raw alter column body set storage external;

create table personal_key (
  organisation text not null,
  merchant     text not null,
  subject      text not null,
  master       text not null,
  wrapped      bytea,
  erased_at    timestamptz,
  primary key (organisation, merchant, subject),
  check ((wrapped is null) = (erased_at is not null))
);
create index personal_key_by_master on personal_key (organisation, merchant, master) where wrapped is not null;

create table cursor (
  organisation text not null,
  merchant     text not null,
  reader       text not null,
  position     bigint not null,
  primary key (organisation, merchant, reader)
);

create table outbox (
  organisation text not null,
  merchant     text not null,
  id           text not null,
  key          text not null,
  kind         text not null,
  slot         text,
  body         bytea not null,
  trace        text not null,
  cause        text not null,
  epoch        bigint not null,
  state        text not null default 'waiting' check (state in ('waiting', 'claimed', 'settled', 'withdrawn')),
  due_at       timestamptz not null,
  attempt      integer not null default 0,
  claimed_by   text,
  claimed_at   timestamptz,
  outcome      bytea,
  subject      text,
  sealed       bytea,
  primary key (organisation, merchant, id),
  unique (organisation, merchant, key)
);
create index outbox_waiting on outbox (organisation, merchant, due_at) where state = 'waiting';
create index outbox_claimed on outbox (organisation, merchant, claimed_at) where state = 'claimed';
create unique index outbox_slot on outbox (organisation, merchant, slot) where state in ('waiting', 'claimed');

create table timer (
  organisation text not null,
  merchant     text not null,
  stream       text not null,
  name         text not null,
  due_at       timestamptz not null,
  body         bytea not null,
  trace        text not null,
  cause        text not null,
  primary key (organisation, merchant, stream, name)
);
create index timer_by_due on timer (organisation, merchant, due_at);

create table account (
  organisation text not null,
  merchant     text not null,
  id           text not null,
  partner      text not null,
  external_id  text not null,
  state        text not null,
  settings     bytea not null,
  credentials  bytea,
  primary key (organisation, merchant, id)
);
-- The one key that does not begin with an organisation: a partner says an account, and this says whose it is.
create unique index account_by_external_id on account (partner, external_id);

create table link (
  organisation text not null,
  merchant     text not null,
  id           text not null,
  location     text not null,
  account      text not null,
  store        text not null,
  mode         text not null,
  health       text not null,
  settings     bytea not null,
  primary key (organisation, merchant, id),
  unique (organisation, merchant, account, store)
);

create table lease (
  organisation text not null,
  merchant     text not null,
  owner        text,
  epoch        bigint not null default 0,
  expires_at   timestamptz not null default '-infinity',
  primary key (organisation, merchant)
);
create index lease_by_expiry on lease (expires_at);

create table worker (
  name        text primary key,
  alive_until timestamptz not null
);

-- Row-level security: a transaction says for which organisation it works, and sees and writes no other.
do $$
declare
  t text;
begin
  foreach t in array array['observation', 'inbox', 'stream_head', 'log', 'raw', 'personal_key', 'cursor', 'outbox',
                           'timer', 'account', 'link']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to tournant_app using (organisation = current_setting(''tournant.organisation'', true))', t);
  end loop;
end $$;
create policy route on account for select to tournant_platform using (true);

-- What each role may do. The log, observations and raw bytes are never changed by those who write them.
grant select, insert on observation, inbox, log, raw to tournant_app;
grant select, insert, update on stream_head, personal_key, cursor, outbox, account, link to tournant_app;
grant select, insert, update, delete on timer to tournant_app;
grant select, insert, update on lease to tournant_platform;
grant select, insert, update, delete on worker to tournant_platform;
grant select (organisation, merchant, id, partner, external_id) on account to tournant_platform;

-- Whether a lease is held, and a promise that it stays held until this transaction ends. It runs as its owner, because
-- those who work inside one organisation have no right to leases.
create function fence(an_organisation text, a_merchant text, an_owner text, an_epoch bigint) returns boolean
language sql security definer set search_path = tournant, pg_temp as $$
  select count(*) = 1 from (
    select from lease
    where organisation = an_organisation and merchant = a_merchant
      and owner = an_owner and epoch = an_epoch and expires_at > clock_timestamp()
    for key share
  ) as held
$$;
revoke all on function fence from public;
grant execute on function fence to tournant_app;
