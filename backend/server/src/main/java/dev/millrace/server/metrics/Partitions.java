package dev.millrace.server.metrics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Parts of the tables of history, each of some days; the name of one ends with the day on which it begins, in UTC. */
final class Partitions {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final JdbcClient jdbc;
    /** Those that are there. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    Partitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes the one that holds a moment, where there is none. */
    void make(String table, int days, Instant at) {
        String name = table + "/" + Math.floorDiv(at.getEpochSecond(), days * 86_400L);
        if (!made.contains(name)) {
            jdbc.sql("select metric_partition(?, ?, ?)").params(table, days, MetricsStore.time(at)).query((row, n) -> 0).list();
            made.add(name);
        }
    }

    /** Drops what ended before; returns how many that were. One is kept as long as any of it is to be. */
    int forgetBefore(String table, int days, Instant moment) {
        var old = new ArrayList<String>();
        for (String partition : jdbc.sql("select inhrelid::regclass::text from pg_inherits where inhparent = cast(? as regclass)").param(table).query(String.class).list()) {
            Instant end = LocalDate.parse(partition.substring(partition.lastIndexOf('_') + 1), DAY).plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC);
            if (!end.isAfter(moment)) {
                old.add(partition);
            }
        }
        // The names come from the catalogue, which quotes what needs it.
        old.forEach(partition -> jdbc.sql("drop table " + partition).update());
        made.clear();
        return old.size();
    }
}
