package dev.millrace.server.design;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.instance.Notices;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The designs of one instance of the application; several may share a database. */
public final class Instance implements AutoCloseable {
    public final HikariDataSource database;
    public final Notices notices;
    public final DesignService designs;
    private final Listeners listeners;

    public Instance(String url) {
        this.database = TestDatabase.open(url);
        this.notices = new Notices(database);
        this.listeners = new Listeners(notices);
        this.designs = designs(database, notices, listeners);
        notices.start();
        awaitNotices();
    }

    /** They are received on a thread of their own, and what was sent before it listens is not told. */
    private void awaitNotices() {
        var heard = new AtomicBoolean();
        try (var probe = notices.on("probe", payload -> heard.set(true))) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).atMost(Duration.ofMinutes(2)).until(() -> {
                notices.send("probe", "is anybody there");
                return heard.get();
            });
        }
    }

    private static DesignService designs(DataSource database, Notices notices, Listeners listeners) {
        var transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        return new StoredDesigns(new PipelineStore(JdbcClient.create(database), transaction, notices),
                new PipelineDocument(TestPipelines.KINDS), TestPipelines.compiler(), listeners);
    }

    @Override public void close() {
        listeners.destroy();
        notices.stop();
        database.close();
    }
}
