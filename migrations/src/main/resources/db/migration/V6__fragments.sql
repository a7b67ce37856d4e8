-- A pipeline that others use as one node. Its name stands in their documents and so never changes; it outlives its pipeline.
create table fragment (
    name       text primary key,
    pipeline   uuid not null unique references pipeline,
    created_at timestamptz not null default clock_timestamp()
);

-- What was published, as it was then: never changed, since pipelines name the version they use.
create table fragment_version (
    fragment     text not null references fragment,
    version      int not null check (version >= 1),
    title        text not null,
    document     text not null,
    revision     bigint not null,
    author       text not null,
    note         text not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (fragment, version)
);

create function refuse_change_of_fragment_version() returns trigger language plpgsql as $$
begin
    raise exception 'Version % of fragment % is immutable', old.version, old.fragment;
end $$;

create trigger fragment_version_is_immutable before update on fragment_version
    for each row execute function refuse_change_of_fragment_version();
