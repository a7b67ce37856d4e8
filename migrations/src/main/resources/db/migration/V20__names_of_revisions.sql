-- What people call a revision stands beside it, since the revision itself never changes.
create table pipeline_revision_name (
    pipeline uuid not null,
    number   bigint not null,
    name     text not null check (length(name) between 1 and 80),
    reason   text not null default '' check (length(reason) <= 500),
    named_by text not null,
    named_at timestamptz not null default clock_timestamp(),
    primary key (pipeline, number),
    foreign key (pipeline, number) references pipeline_revision (pipeline, number) on delete cascade
);
