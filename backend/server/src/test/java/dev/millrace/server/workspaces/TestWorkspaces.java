package dev.millrace.server.workspaces;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Workspaces in a database, for tests of other rooms too. */
public final class TestWorkspaces {
    public static final String ADMINISTRATOR = "admin";

    private TestWorkspaces() {}

    public static Workspaces on(DataSource database) {
        return new StoredWorkspaces(JdbcClient.create(database), ADMINISTRATOR::equals, new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    /** Lets these be users, who cannot sign in. */
    public static void people(DataSource database, String... names) {
        List.of(names).forEach(name -> JdbcClient.create(database).sql("insert into app_user (name, password_hash, role) values (?, '', 'EDITOR')").param(name).update());
    }

    /** Lets this user be none any more. */
    public static void gone(DataSource database, String name) {
        JdbcClient.create(database).sql("delete from app_user where name = ?").param(name).update();
    }
}
