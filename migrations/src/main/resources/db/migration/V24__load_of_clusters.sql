-- How much the processes of the Flink cluster had to do on which a deployment ran; not known of the time before.
alter table metric_raw
    add column task_manager_cpu_known bigint not null default 0, add column task_manager_cpu_sum float8 not null default 0, add column task_manager_cpu_least float8, add column task_manager_cpu_most float8,
    add column job_manager_cpu_known bigint not null default 0, add column job_manager_cpu_sum float8 not null default 0, add column job_manager_cpu_least float8, add column job_manager_cpu_most float8,
    add column task_manager_heap_known bigint not null default 0, add column task_manager_heap_sum float8 not null default 0, add column task_manager_heap_least float8, add column task_manager_heap_most float8,
    add column job_manager_heap_known bigint not null default 0, add column job_manager_heap_sum float8 not null default 0, add column job_manager_heap_least float8, add column job_manager_heap_most float8;
alter table metric_minute
    add column task_manager_cpu_known bigint not null default 0, add column task_manager_cpu_sum float8 not null default 0, add column task_manager_cpu_least float8, add column task_manager_cpu_most float8,
    add column job_manager_cpu_known bigint not null default 0, add column job_manager_cpu_sum float8 not null default 0, add column job_manager_cpu_least float8, add column job_manager_cpu_most float8,
    add column task_manager_heap_known bigint not null default 0, add column task_manager_heap_sum float8 not null default 0, add column task_manager_heap_least float8, add column task_manager_heap_most float8,
    add column job_manager_heap_known bigint not null default 0, add column job_manager_heap_sum float8 not null default 0, add column job_manager_heap_least float8, add column job_manager_heap_most float8;
alter table metric_hour
    add column task_manager_cpu_known bigint not null default 0, add column task_manager_cpu_sum float8 not null default 0, add column task_manager_cpu_least float8, add column task_manager_cpu_most float8,
    add column job_manager_cpu_known bigint not null default 0, add column job_manager_cpu_sum float8 not null default 0, add column job_manager_cpu_least float8, add column job_manager_cpu_most float8,
    add column task_manager_heap_known bigint not null default 0, add column task_manager_heap_sum float8 not null default 0, add column task_manager_heap_least float8, add column task_manager_heap_most float8,
    add column job_manager_heap_known bigint not null default 0, add column job_manager_heap_sum float8 not null default 0, add column job_manager_heap_least float8, add column job_manager_heap_most float8;
