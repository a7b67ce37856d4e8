-- The owner is a name and no reference: a pipeline outlives the one who made it.
create table pipeline (
    id         uuid primary key,
    owner      text not null,
    head       bigint not null check (head >= 1),
    created_at timestamptz not null default now(),
    deleted_at timestamptz,
    deleted_by text,
    check ((deleted_at is null) = (deleted_by is null))
);

-- One accepted edit, one row, never changed. 'touched' names the places it changed, to tell when two people met.
create table pipeline_revision (
    pipeline uuid not null references pipeline,
    number   bigint not null check (number >= 1),
    document text not null,
    author   text not null,
    client   text not null default '',
    summary  text not null,
    touched  text[] not null default '{}',
    saved_at timestamptz not null default clock_timestamp(),
    primary key (pipeline, number)
);

alter table pipeline add constraint pipeline_head_exists
    foreign key (id, head) references pipeline_revision (pipeline, number) deferrable initially deferred;

create function refuse_change_of_revision() returns trigger language plpgsql as $$
begin
    raise exception 'Revision % of pipeline % is immutable', old.number, old.pipeline;
end $$;

create trigger revision_is_immutable before update on pipeline_revision
    for each row execute function refuse_change_of_revision();

-- A change of one person that another replaced without having seen it.
create table pipeline_overwrite (
    pipeline      uuid not null,
    number        bigint not null,
    place         text not null,
    loser         text not null,
    loser_client  text not null,
    lost          text not null,
    lost_number   bigint not null,
    primary key (pipeline, number, place),
    foreign key (pipeline, number) references pipeline_revision (pipeline, number) on delete cascade,
    foreign key (pipeline, lost_number) references pipeline_revision (pipeline, number) on delete cascade
);
