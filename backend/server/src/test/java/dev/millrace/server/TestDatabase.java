package dev.millrace.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.server.embedded.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL for all tests of one run; each test that asks gets a migrated database of its own. */
public final class TestDatabase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    private TestDatabase() {}

    /** Coordinates of a new, migrated database. */
    public static synchronized String freshUrl() {
        try {
            if (postgres == null) {
                // Its folder is made before it listens: a port of those that the system gives to connections may be taken by then.
                postgres = EmbeddedPostgres.builder().setPort(FreePorts.one()).setPGStartupWait(PATIENCE).setServerConfig("max_connections", "300")
                        .setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off").start();
                var template = JdbcClient.create(postgres.getPostgresDatabase());
                template.sql("create database migrated").update();
                Flyway.configure().dataSource(postgres.getDatabase("postgres", "migrated")).load().migrate();
            }
            String name = "test" + NUMBER.incrementAndGet();
            JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + name + " template migrated").update();
            return postgres.getJdbcUrl("postgres", name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static HikariDataSource fresh() {
        return open(freshUrl());
    }

    /** Another pool on the same database, as another instance of the application has it. */
    public static HikariDataSource open(String url) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(12);
        pool.setMinimumIdle(0);
        // Many threads may wait for few connections while the machine stands still.
        pool.setConnectionTimeout(PATIENCE.toMillis());
        return pool;
    }
}
