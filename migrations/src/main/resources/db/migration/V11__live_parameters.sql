-- Values of live parameters that were set while a deployment ran. Of two values of a parameter the one with the higher version holds, here
-- and in the job, to which each is sent by a topic. A row is there before it is sent.
create table parameter_change (
    version    bigint generated always as identity primary key,
    deployment uuid not null references deployment on delete cascade,
    name       text not null,
    value      text not null,
    before     text not null,
    at         timestamptz not null default clock_timestamp(),
    who        text not null,
    reason     text not null default '',
    sent_at    timestamptz
);
create index parameter_change_by_deployment on parameter_change (deployment, name, version desc);
create index parameter_change_unsent on parameter_change (version) where sent_at is null;
