-- How long records are on their way from their topic to a sink; not known of the time before.
alter table metric_raw
    add column latency_median_known bigint not null default 0, add column latency_median_sum float8 not null default 0, add column latency_median_least float8, add column latency_median_most float8,
    add column latency_worst_known bigint not null default 0, add column latency_worst_sum float8 not null default 0, add column latency_worst_least float8, add column latency_worst_most float8;
alter table metric_minute
    add column latency_median_known bigint not null default 0, add column latency_median_sum float8 not null default 0, add column latency_median_least float8, add column latency_median_most float8,
    add column latency_worst_known bigint not null default 0, add column latency_worst_sum float8 not null default 0, add column latency_worst_least float8, add column latency_worst_most float8;
alter table metric_hour
    add column latency_median_known bigint not null default 0, add column latency_median_sum float8 not null default 0, add column latency_median_least float8, add column latency_median_most float8,
    add column latency_worst_known bigint not null default 0, add column latency_worst_sum float8 not null default 0, add column latency_worst_least float8, add column latency_worst_most float8;
