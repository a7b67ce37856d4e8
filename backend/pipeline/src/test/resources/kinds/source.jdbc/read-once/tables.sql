CREATE TABLE readings (id bigint, part text, "at" timestamp, value numeric, flags jsonb, pair integer[], PRIMARY KEY (part, id));
INSERT INTO readings VALUES (1, 'a', '2026-01-01 00:00:01', 1.25, '{"x": 1}', '{1,2}'), (2, 'a', NULL, 1, NULL, NULL),
    (-7, 'b', '2026-01-01 00:00:02', NULL, NULL, NULL), (3, 'b', 'infinity', 2, NULL, NULL), (4, 'c', '2026-01-01 00:00:03', 123456789, NULL, NULL);
CREATE TABLE many AS SELECT n AS id, n * 2 AS twice FROM generate_series(1, 2500) n;
ALTER TABLE many ADD PRIMARY KEY (id);
CREATE TABLE nothing (id bigint);
