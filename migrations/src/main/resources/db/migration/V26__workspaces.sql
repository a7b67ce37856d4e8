-- Named groups of people, for templates that are meant for some. The owner stays named when the user is gone; administrators hand the workspace on then.
create table workspace (
    id         uuid primary key,
    name       text not null check (length(name) between 1 and 60),
    owner      text not null,
    created_at timestamptz not null default clock_timestamp()
);
-- "Members of Analytics" must mean one thing to all who choose it.
create unique index workspace_name on workspace (lower(name));

-- The owner is one of them.
create table workspace_member (
    workspace uuid not null references workspace on delete cascade,
    member    text not null references app_user on delete cascade,
    added_at  timestamptz not null default clock_timestamp(),
    primary key (workspace, member)
);
create index workspace_member_member on workspace_member (member);

-- A template is seen by everybody, by the members of one workspace, or by its owner alone, which it is again when its workspace is deleted.
alter table template
    add column workspace uuid references workspace on delete set null,
    add constraint template_has_one_reach check (not (everybody and workspace is not null));
create index template_workspace on template (workspace) where workspace is not null;
