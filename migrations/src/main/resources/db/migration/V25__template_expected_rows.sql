-- The rows that a version of a template gave for a sample that is kept with them, so that everybody can see whether it still does.
create table template_expected_rows (
    template text not null,
    version  int not null,
    content  text not null,
    kept_by  text not null,
    kept_at  timestamptz not null default clock_timestamp(),
    primary key (template, version),
    foreign key (template, version) references template_version
);
