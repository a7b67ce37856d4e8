-- The Flink cluster that a deployment belongs to, by the name under which it is set up.
alter table deployment add column cluster text not null default 'default';
