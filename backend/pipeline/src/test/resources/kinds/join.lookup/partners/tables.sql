CREATE TABLE "Customers" (id bigint, "full name" text, tier integer, since timestamp, tags text[], rate numeric(10, 3));
INSERT INTO "Customers" VALUES (1, 'Ada', 2, '2020-01-02 03:04:05.678', '{x,y}', 1.5), (2, 'Bob', 1, NULL, NULL, NULL), (2, 'Bo', 3, NULL, '{}', 0);
