package dev.millrace.server.design;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.instance.Notices;
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
