-- Short words by which people find pipelines and what runs of them. They are about a pipeline as a whole and no part of its document, so that setting one makes no
-- revision, and they hold for deployments of older revisions too.
create table pipeline_tag (
    pipeline uuid not null references pipeline,
    tag      text not null check (length(tag) between 1 and 24),
    primary key (pipeline, tag)
);
