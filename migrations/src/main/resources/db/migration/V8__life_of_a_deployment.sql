-- How a deployment begins, in JSON: a word, or a word with what belongs to it.
alter table deployment
    drop constraint deployment_start_from_check,
    drop constraint deployment_wanted_check,
    drop constraint deployment_state_check;
alter table deployment alter column start_from type jsonb using to_jsonb(start_from);

-- 'follows' is the deployment whose place this one takes. 'healthy_within' is the time in seconds that it has to show that it
-- works, counted from 'trial_began'; where it does not, the revision before goes on, as a deployment that 'rolls_back'.
alter table deployment
    add constraint deployment_wanted_check check (wanted in ('RUNNING', 'SUSPENDED', 'STOPPED', 'CANCELLED')),
    add constraint deployment_state_check check (state in ('WAITING', 'STARTING', 'RUNNING', 'RESTARTING', 'FAILING', 'FAILED', 'STOPPING',
                                                           'SUSPENDED', 'STOPPED', 'FINISHED', 'CANCELLED')),
    add column follows uuid references deployment,
    add column rolls_back boolean not null default false,
    add column healthy_within integer check (healthy_within > 0),
    add column trial_began timestamptz,
    add column healthy_at timestamptz,
    add column rolled_back_to uuid references deployment,
    add constraint deployment_waits_for_one check (state <> 'WAITING' or follows is not null);

-- Never two jobs for one pipeline: one that waits for the one before it to end has none.
drop index deployment_one_active;
create unique index deployment_one_active on deployment (pipeline)
    where state not in ('WAITING', 'FAILED', 'STOPPED', 'FINISHED', 'CANCELLED');
create unique index deployment_one_waiting on deployment (pipeline) where state = 'WAITING';

-- Who did it (empty: Millrace itself), why, and with what.
alter table deployment_event
    add column who text not null default '',
    add column reason text not null default '',
    add column revision bigint,
    add column job text,
    add column savepoint text;

-- Kept state of a pipeline: savepoints, and the newest checkpoint that each job left.
create table savepoint (
    id         uuid primary key,
    pipeline   uuid not null,
    deployment uuid not null references deployment on delete cascade,
    revision   bigint not null,
    job        text not null,
    kind       text not null check (kind in ('SAVEPOINT', 'STOP', 'CHECKPOINT')),
    state      text not null check (state in ('WANTED', 'KEPT', 'FAILED', 'DELETED')),
    path       text,
    bytes      bigint,
    holds      jsonb,
    asked_by   text not null default '',
    reason     text not null default '',
    trouble    text not null default '',
    asked_at   timestamptz not null default clock_timestamp(),
    taken_at   timestamptz,
    check (state <> 'KEPT' or (path is not null and taken_at is not null))
);
create index savepoint_by_pipeline on savepoint (pipeline, asked_at desc);
create index savepoint_wanted on savepoint (deployment) where state = 'WANTED';
create unique index savepoint_one_checkpoint on savepoint (job) where kind = 'CHECKPOINT';
