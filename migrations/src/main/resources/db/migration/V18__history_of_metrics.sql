-- What deployments did over time, as read every few seconds, and rolled up by minutes and hours. All three have one shape: a row stands
-- for the readings from "at" to "last_at", of which there are "samples", and which cover "millis" of time since the reading before.
-- Of a count there is the last total, what it grew by, and the least and most that it grew by per second between two readings; of any
-- other value how often it was known, the sum, the least and the most. They do not refer to the deployment, so that a partition can be
-- made and dropped without waiting for those who work with deployments.
create table metric_raw (
    deployment               uuid not null,
    at                       timestamptz not null,
    last_at                  timestamptz not null,
    samples                  bigint not null,
    millis                   bigint not null,
    rows_in_total            bigint not null, rows_in_growth            bigint not null, rows_in_least            float8, rows_in_most            float8,
    rows_out_total           bigint not null, rows_out_growth           bigint not null, rows_out_least           float8, rows_out_most           float8,
    rejected_total           bigint not null, rejected_growth           bigint not null, rejected_least           float8, rejected_most           float8,
    late_total               bigint not null, late_growth               bigint not null, late_least               float8, late_most               float8,
    restarts_total           bigint not null, restarts_growth           bigint not null, restarts_least           float8, restarts_most           float8,
    failed_checkpoints_total bigint not null, failed_checkpoints_growth bigint not null, failed_checkpoints_least float8, failed_checkpoints_most float8,
    lag_known                bigint not null, lag_sum                   float8 not null, lag_least                float8, lag_most                float8,
    watermark_delay_known    bigint not null, watermark_delay_sum       float8 not null, watermark_delay_least    float8, watermark_delay_most    float8,
    busy_known               bigint not null, busy_sum                  float8 not null, busy_least               float8, busy_most               float8,
    back_pressured_known     bigint not null, back_pressured_sum        float8 not null, back_pressured_least     float8, back_pressured_most     float8,
    state_bytes_known        bigint not null, state_bytes_sum           float8 not null, state_bytes_least        float8, state_bytes_most        float8,
    checkpoint_millis_known  bigint not null, checkpoint_millis_sum     float8 not null, checkpoint_millis_least  float8, checkpoint_millis_most  float8,
    checkpoint_bytes_known   bigint not null, checkpoint_bytes_sum      float8 not null, checkpoint_bytes_least   float8, checkpoint_bytes_most   float8,
    primary key (deployment, at)
) partition by range (at);
create table metric_minute (like metric_raw including all) partition by range (at);
create table metric_hour (like metric_raw including all) partition by range (at);

-- Makes the partition that holds a moment, where there is none. Its name ends with the day on which it begins, in UTC.
create function metric_partition(whole text, days integer, moment timestamptz) returns void language plpgsql as $$
declare
    seconds bigint := days * 86400::bigint;
    begins timestamptz := to_timestamp(floor(extract(epoch from moment) / seconds) * seconds);
    part text := whole || '_' || to_char(begins at time zone 'UTC', 'YYYYMMDD');
begin
    if to_regclass(part) is null then
        execute format('create table if not exists %I partition of %I for values from (%L) to (%L)', part, whole, begins,
                       begins + make_interval(secs => seconds));
    end if;
end $$;

-- What was kept until now: rows in and out, and lag.
do $$
declare
    day timestamptz;
begin
    for day in select distinct date_trunc('day', at, 'UTC') from deployment_sample loop
        perform metric_partition('metric_raw', 1, day);
        perform metric_partition('metric_minute', 7, day);
        perform metric_partition('metric_hour', 90, day);
    end loop;
end $$;

create temporary table old_reading on commit drop as
    select deployment, at, rows_in, rows_out, lag, millis, grown_in, grown_out,
           case when millis > 0 then grown_in * 1000.0 / millis end as in_rate, case when millis > 0 then grown_out * 1000.0 / millis end as out_rate
    from (select deployment, at, rows_in, rows_out, lag,
                 coalesce((extract(epoch from at - lag(at) over by_time) * 1000)::bigint, 0) as millis,
                 coalesce(greatest(rows_in - lag(rows_in) over by_time, 0), 0) as grown_in,
                 coalesce(greatest(rows_out - lag(rows_out) over by_time, 0), 0) as grown_out
          from deployment_sample window by_time as (partition by deployment order by at)) grown;

insert into metric_raw
    select deployment, at, at, 1, millis, rows_in, grown_in, in_rate, in_rate, rows_out, grown_out, out_rate, out_rate,
           0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null,
           case when lag is null then 0 else 1 end, coalesce(lag, 0), lag, lag,
           0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null
    from old_reading;

do $$
declare
    unit text;
begin
    foreach unit in array array['minute', 'hour'] loop
        execute format('insert into %I
            select deployment, date_trunc(%L, at, ''UTC''), max(at), count(*), sum(millis),
                   (array_agg(rows_in order by at desc))[1], sum(grown_in), min(in_rate), max(in_rate),
                   (array_agg(rows_out order by at desc))[1], sum(grown_out), min(out_rate), max(out_rate),
                   0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null,
                   count(lag), coalesce(sum(lag), 0), min(lag), max(lag),
                   0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null, 0, 0, null, null
            from old_reading group by 1, 2', 'metric_' || unit, unit);
    end loop;
end $$;

drop table deployment_sample;
