-- Rules by which alerts are raised. Without a pipeline a rule is about all of them.
create table alert_rule (
    id           uuid primary key,
    name         text not null check (length(name) between 1 and 100),
    pipeline     uuid references pipeline,
    node         text,
    condition    jsonb not null,
    lasting      integer not null check (lasting >= 0),
    severity     text not null check (severity in ('INFO', 'WARNING', 'CRITICAL')),
    muted_until  timestamptz,
    made_by      text not null,
    made_at      timestamptz not null default clock_timestamp()
);
create index alert_rule_by_pipeline on alert_rule (pipeline);

-- Pipelines that were given the rules that each is given once; those that somebody deleted stay away.
create table alert_preset (
    pipeline uuid primary key references pipeline
);

create table alert (
    id              uuid primary key,
    rule            uuid references alert_rule on delete set null,
    name            text not null,
    severity        text not null,
    pipeline        uuid not null,
    pipeline_name   text not null,
    deployment      uuid not null,
    node            text,
    state           text not null check (state in ('PENDING', 'FIRING', 'ACKNOWLEDGED', 'RESOLVED')),
    words           text not null,
    since           timestamptz not null,
    fired_at        timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    calm_since      timestamptz,
    resolved_at     timestamptz,
    tell_from       timestamptz,
    told_at         timestamptz,
    check ((fired_at is null) = (state = 'PENDING')),
    check ((resolved_at is not null) = (state = 'RESOLVED')),
    check ((acknowledged_at is null) = (acknowledged_by is null))
);
-- Of one rule at one place never two at a time.
create unique index alert_one_open on alert (rule, pipeline, coalesce(node, '')) where state <> 'RESOLVED';
create index alert_resolved on alert (resolved_at desc) where state = 'RESOLVED';

-- When totals of rows last grew, and what time is usual between, for rules about rows that do not come.
create table alert_growth (
    pipeline uuid not null,
    node     text not null,
    flow     text not null,
    growth   jsonb not null,
    primary key (pipeline, node, flow)
);

-- Where messages are sent to. The target names services, clusters and the like that are set up; no addresses of servers, no secrets.
create table alert_channel (
    id       uuid primary key,
    name     text not null unique check (length(name) between 1 and 100),
    target   jsonb not null,
    least    text not null check (least in ('INFO', 'WARNING', 'CRITICAL')),
    made_by  text not null,
    made_at  timestamptz not null default clock_timestamp()
);

-- Messages are here before they are sent, so that none is lost with the application. One tells several alerts of a pipeline.
create table alert_message (
    id       uuid primary key,
    channel  uuid not null references alert_channel on delete cascade,
    pipeline uuid not null,
    items    jsonb not null,
    state    text not null check (state in ('WAITING', 'SENT', 'GIVEN_UP')),
    made_at  timestamptz not null,
    due_at   timestamptz not null,
    tries    integer not null default 0,
    trouble  text not null default '',
    sent_at  timestamptz
);
create index alert_message_waiting on alert_message (due_at) where state = 'WAITING';
