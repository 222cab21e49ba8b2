-- What a worker knows about a merchant between two events: what a partner was last seen to have (shadow), the canonical
-- rows (canon_row) and which of our ids a partner's id stands for (crosswalk). And, of the platform, which slots of a
-- partner's limit are taken (budget), and who is at work on them (holder). The second columns of keys are sorted by their bytes,
-- so that pages have the same order in every database.

create table shadow (
  organisation text not null,
  merchant     text not null,
  target       text collate "C" not null,
  resource     text collate "C" not null,
  body         bytea not null,
  primary key (organisation, merchant, target, resource)
);

create table canon_row (
  organisation text not null,
  merchant     text not null,
  kind         text collate "C" not null,
  key          text collate "C" not null,
  body         bytea not null,
  primary key (organisation, merchant, kind, key)
);

create table crosswalk (
  organisation text not null,
  merchant     text not null,
  scope        text collate "C" not null,
  kind         text collate "C" not null,
  external_id  text collate "C" not null,
  id           text not null,
  primary key (organisation, merchant, scope, kind, external_id)
);

create table budget (
  organisation text not null,
  merchant     text not null,
  budget       text not null,
  slot         integer not null,
  free_at      timestamptz not null,
  primary key (organisation, merchant, budget, slot)
);

create table holder (
  organisation text not null,
  merchant     text not null,
  name         text not null,
  primary key (organisation, merchant, name)
);

do $$
declare
  t text;
begin
  foreach t in array array['shadow', 'canon_row', 'crosswalk', 'budget', 'holder']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own on %I to tournant_app using (organisation = current_setting(''tournant.organisation'', true))', t);
  end loop;
end $$;

grant select, insert, update, delete on shadow, canon_row, crosswalk to tournant_app;
grant select, insert, update on budget to tournant_app;
grant select, insert, delete on holder to tournant_app;
