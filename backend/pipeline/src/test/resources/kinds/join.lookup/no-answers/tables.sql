CREATE VIEW slow AS SELECT n AS id, pg_sleep(20)::text AS name FROM generate_series(1, 3) n;
CREATE TABLE crowd AS SELECT 1 AS id, n AS number FROM generate_series(1, 10001) n;
CREATE TABLE misfits AS SELECT n AS id, n * 1000 AS number FROM generate_series(1, 2) n;
