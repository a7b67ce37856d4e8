create table deployment (
    id              uuid primary key,
    pipeline        uuid not null,
    revision        bigint not null,
    pipeline_name   text not null,
    start_from      text not null check (start_from in ('FRESH', 'LATEST_STATE')),
    wanted          text not null check (wanted in ('RUNNING', 'STOPPED', 'CANCELLED')),
    state           text not null check (state in ('STARTING', 'RUNNING', 'RESTARTING', 'FAILING', 'FAILED', 'STOPPING',
                                                   'STOPPED', 'FINISHED', 'CANCELLED')),
    progress        text not null default '',
    savepoint       text,
    restarts        integer not null default 0,
    streak          integer not null default 0,
    restarted_at    timestamptz,
    attempts        integer not null default 0,
    next_attempt_at timestamptz,
    failure_node    text,
    failure_message text,
    failure_trace   text,
    failure_at      timestamptz,
    deployed_at     timestamptz not null default clock_timestamp(),
    deployed_by     text not null,
    running_since   timestamptz,
    ended_at        timestamptz,
    foreign key (pipeline, revision) references pipeline_revision (pipeline, number),
    check ((failure_message is null) = (failure_at is null)),
    check ((ended_at is not null) = (state in ('FAILED', 'STOPPED', 'FINISHED', 'CANCELLED')))
);

-- Never two jobs for one pipeline.
create unique index deployment_one_active on deployment (pipeline)
    where state not in ('FAILED', 'STOPPED', 'FINISHED', 'CANCELLED');
create index deployment_by_pipeline on deployment (pipeline, deployed_at desc);

-- Each job a deployment has had. The row is there before the job is submitted.
create table deployment_run (
    deployment    uuid not null references deployment on delete cascade,
    number        integer not null check (number >= 1),
    job           text not null unique check (job ~ '^[0-9a-f]{32}$'),
    restored_from text,
    submitted_at  timestamptz,
    seen_at       timestamptz,
    primary key (deployment, number)
);

create table deployment_event (
    id         bigint generated always as identity primary key,
    deployment uuid not null references deployment on delete cascade,
    at         timestamptz not null default clock_timestamp(),
    type       text not null,
    message    text not null,
    detail     text not null default ''
);
create index deployment_event_by_deployment on deployment_event (deployment, id);
