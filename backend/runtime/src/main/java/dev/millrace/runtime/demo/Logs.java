package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Log lines of six services, two a second, up to two seconds out of order. Every twentieth or so is an error. In every five minutes one of the
 * services fails for a minute and fills half of the log with errors.
 */
final class Logs implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 500;
    private static final int DISORDER = 2_000;
    private static final int BLOCK = 600;
    private static final StringData[] SERVICES = DemoRows.texts("api", "web", "auth", "billing", "search", "mail");
    private static final StringData[] HOSTS = DemoRows.texts("node-a", "node-b", "node-c");
    private static final StringData INFO = DemoRows.text("INFO");
    private static final StringData WARN = DemoRows.text("WARN");
    private static final StringData ERROR = DemoRows.text("ERROR");
    private static final StringData[] FINE = DemoRows.texts("request served", "cache refreshed", "session opened", "job done");
    private static final StringData[] ODD = DemoRows.texts("slow answer from the database", "retrying");
    private static final StringData[] BROKEN = DemoRows.texts("connection refused", "timed out after 3000 ms", "no such key");

    @Override
    public GenericRowData at(long index) {
        long random = Chance.at(index);
        int slot = (int) (index % BLOCK);
        boolean fails = slot >= 200 && slot < 320 && Chance.below(random, 0, 2) == 0;
        int chance = fails ? 0 : Chance.below(random, 8, 100);
        StringData level = chance < 5 ? ERROR : chance < 15 ? WARN : INFO;
        StringData[] messages = level == ERROR ? BROKEN : level == WARN ? ODD : FINE;
        int service = fails ? (int) (index / BLOCK % SERVICES.length) : Chance.below(random, 16, SERVICES.length);
        int duration = level == ERROR ? 3_000 : 5 + Chance.below(random, 20, level == WARN ? 2_000 : 200);
        return GenericRowData.of(DemoRows.time(BEGIN + index * STEP - Chance.below(random, 28, DISORDER)), SERVICES[service],
                HOSTS[Chance.below(random, 40, HOSTS.length)], level, duration, messages[Chance.below(random, 44, messages.length)]);
    }
}
