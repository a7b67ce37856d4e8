-- Pages of tiles that people made. The document says it all; what is beside it is for finding and for rights.
create table dashboard (
    id         uuid primary key,
    owner      text not null,
    everybody  boolean not null,
    -- Counts the changes: whoever changes it must have seen the newest.
    version    bigint not null check (version >= 1),
    document   text not null,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    changed_by text not null
);
create index dashboard_by_owner on dashboard (owner);

-- A template may bring a dashboard for the pipelines that are made of it.
alter table template_version add column dashboard text not null default '';
