-- A template that somebody made of a pipeline, or brought as a file. Its id stands in links and so never changes.
create table template (
    id           text primary key,
    owner        text not null,
    everybody    boolean not null,
    -- What it was made of; none where it was brought as a file.
    pipeline     uuid references pipeline,
    created_at   timestamptz not null default clock_timestamp(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    check ((withdrawn_at is null) = (withdrawn_by is null)),
    unique (pipeline, owner)
);

-- What was published, as it was then: never changed, since pipelines remember the version they were made from.
create table template_version (
    template     text not null references template,
    version      int not null check (version >= 1),
    document     text not null,
    tags         text[] not null,
    needs        text[] not null default '{}',
    author       text not null,
    -- Who is named in the file that it was brought in; empty where it was made here.
    made_by      text not null default '',
    note         text not null default '',
    published_at timestamptz not null default clock_timestamp(),
    primary key (template, version)
);

create function refuse_change_of_template_version() returns trigger language plpgsql as $$
begin
    raise exception 'Version % of template % is immutable', old.version, old.template;
end $$;

create trigger template_version_is_immutable before update on template_version
    for each row execute function refuse_change_of_template_version();

-- Which template a pipeline was made from, shipped ones too; counting them gives how often one was used.
create table pipeline_origin (
    pipeline uuid primary key references pipeline,
    template text not null,
    version  int not null check (version >= 1),
    made_at  timestamptz not null default clock_timestamp()
);

create index pipeline_origin_template on pipeline_origin (template);
