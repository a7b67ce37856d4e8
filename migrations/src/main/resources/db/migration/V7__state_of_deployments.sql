-- With whose state a deployment begins, and how often each of its nodes has begun empty on purpose (1 where it is not named): a node
-- finds its state by its id and this number. The row is there before the deployment is, so nothing here refers to that.
create table deployment_state (
    deployment uuid primary key,
    state_of   uuid not null,
    epochs     jsonb not null default '{}'
);
