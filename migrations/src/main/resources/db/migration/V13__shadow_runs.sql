-- A revision that runs beside the deployment of its pipeline, to be compared with it. Both jobs' ids are there before the jobs are, and
-- each is submitted at most once; whatever is in Kafka and Flink for it is found again by its id.
create table shadow_run (
    id             uuid primary key,
    pipeline       uuid not null,
    deployment     uuid not null references deployment on delete cascade,
    revision       bigint not null,
    drop_state     jsonb not null default '[]',
    state          text not null check (state in ('TAKING', 'STARTING', 'COMPARING', 'ENDING', 'ENDED')),
    outcome        text check (outcome in ('DISCARDED', 'SWITCHED', 'EXPIRED', 'OVER', 'FAILED')),
    trouble        text not null default '',
    old_job        text not null unique,
    new_job        text not null unique,
    old_submitted  timestamptz,
    new_submitted  timestamptz,
    asked_by       text not null,
    reason         text not null default '',
    began_at       timestamptz not null default clock_timestamp(),
    ends_at        timestamptz not null,
    ended_at       timestamptz,
    comparison     jsonb,
    foreign key (pipeline, revision) references pipeline_revision (pipeline, number),
    check ((outcome is not null) = (state in ('ENDING', 'ENDED'))),
    check ((ended_at is not null) = (state = 'ENDED'))
);
create unique index shadow_run_one_active on shadow_run (pipeline) where state <> 'ENDED';
create index shadow_run_by_deployment on shadow_run (deployment, began_at desc);
