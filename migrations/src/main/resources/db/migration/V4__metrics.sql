-- The newest numbers of a deployment with what earlier runs counted, so that totals go on after a restart.
create table deployment_numbers (
    deployment uuid primary key references deployment on delete cascade,
    at         timestamptz not null,
    numbers    jsonb not null
);

create table deployment_sample (
    deployment uuid not null references deployment on delete cascade,
    at         timestamptz not null,
    rows_in    bigint not null check (rows_in >= 0),
    rows_out   bigint not null check (rows_out >= 0),
    lag        bigint,
    primary key (deployment, at)
);
create index deployment_sample_at on deployment_sample (at);
