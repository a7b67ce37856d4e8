-- What the nodes of deployments did over time, by minutes and hours. A row holds all nodes of a deployment: one row each would be many
-- times as many, and larger than the numbers. "numbers" is packed and compressed by the application, which alone reads it.
create table metric_node_minute (
    deployment uuid not null,
    at         timestamptz not null,
    numbers    bytea not null,
    primary key (deployment, at)
) partition by range (at);
create table metric_node_hour (like metric_node_minute including all) partition by range (at);
