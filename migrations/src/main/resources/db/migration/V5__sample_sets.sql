-- Rows for the sources of a pipeline, for previews, under a name. The content is JSON, stored as text: it is read as a whole or not at all.
create table sample_set (
    id          uuid primary key,
    pipeline    uuid not null references pipeline on delete cascade,
    name        text not null check (length(name) between 1 and 100),
    content     text not null,
    sample_rows int not null check (sample_rows > 0),
    saved_by    text not null,
    saved_at    timestamptz not null default clock_timestamp(),
    unique (pipeline, name)
);
