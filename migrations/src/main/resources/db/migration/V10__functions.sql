-- A library of functions. It stays when all its versions are gone, so that no number ever means another jar.
create table library (
    name         text primary key,
    last_version int not null check (last_version >= 1),
    changes      bigint not null default 1
);

-- An uploaded jar, as it came: never changed, since pipelines name the version they call.
create table library_version (
    library     text not null references library,
    version     int not null check (version >= 1),
    sha256      text not null,
    jar         bytea not null,
    functions   text not null,
    author      text not null,
    uploaded_at timestamptz not null default clock_timestamp(),
    primary key (library, version)
);

create index library_version_by_hash on library_version (sha256);

create function refuse_change_of_library_version() returns trigger language plpgsql as $$
begin
    raise exception 'Version % of library % is immutable', old.version, old.library;
end $$;

create trigger library_version_is_immutable before update on library_version
    for each row execute function refuse_change_of_library_version();
