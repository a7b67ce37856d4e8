-- Under which names the groups of a deployment find what they keep for each aggregate, by node; a node that is not there has those it began with.
alter table deployment_state add column names jsonb not null default '{}';
