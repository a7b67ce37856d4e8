package dev.millrace.server.functions;

import dev.millrace.kind.function.UserFunctions;
import dev.millrace.rel.UserFunction;
import dev.millrace.server.instance.Notices;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Libraries in PostgreSQL, all but their bytes in memory: the compiler asks at every edit. A notice from whichever instance changed something
 * says that they must be read again.
 */
final class StoredLibraries implements UserFunctions, LibraryJars {
    private static final String TOPIC = "functions";
    private static final Logger LOG = LoggerFactory.getLogger(StoredLibraries.class);

    private final JdbcClient jdbc;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private volatile Known known;
    private volatile boolean stale = true;

    private record Known(List<Library> libraries, List<UserFunction> functions, long edition) {}

    StoredLibraries(JdbcClient jdbc, Notices notices, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.notices = notices;
        this.transaction = transaction;
        notices.on(TOPIC, payload -> stale = true);
    }

    @Override public List<UserFunction> all() {
        return known().functions;
    }

    @Override public long edition() {
        return known().edition;
    }

    /** By name, the newest version first. */
    List<Library> libraries() {
        return known().libraries;
    }

    private Known known() {
        Known now = known;
        return now == null || stale ? read() : now;
    }

    private synchronized Known read() {
        if (known != null && !stale) {
            return known;
        }
        stale = false;
        try {
            long edition = jdbc.sql("select coalesce(sum(changes), 0) from library").query(Long.class).single();
            List<Library> libraries = jdbc.sql("""
                    select library, version, sha256, length(jar) as size, functions, author, uploaded_at from library_version order by library, version desc
                    """).query((row, n) -> {
                        String name = row.getString("library");
                        int version = row.getInt("version");
                        String sha256 = row.getString("sha256");
                        return new Library(name, version, sha256, row.getLong("size"), row.getString("author"),
                                row.getObject("uploaded_at", OffsetDateTime.class).toInstant(), Signatures.read(row.getString("functions"), name, version, sha256));
                    }).list();
            List<UserFunction> functions = libraries.stream().flatMap(l -> l.functions().stream().sorted(Comparator.comparing(UserFunction::name))).toList();
            known = new Known(libraries, functions, edition);
        } catch (DataAccessException away) {
            stale = true;
            if (known == null) {
                throw away;
            }
            LOG.warn("The functions could not be read again: {}", away.getMessage());
        }
        return known;
    }

    @Override public byte[] jar(String sha256) {
        return jdbc.sql("select jar from library_version where sha256 = ? limit 1").param(sha256).query((row, n) -> row.getBytes(1)).optional()
                .orElseThrow(() -> new IllegalStateException("The jar of a function was deleted"));
    }

    /** Keeps a jar as the next version; two who upload at once get one number each. */
    int add(String library, String sha256, byte[] jar, List<UserFunction> functions, String author) {
        int version = transaction.execute(status -> {
            int next = jdbc.sql("""
                    insert into library (name, last_version) values (?, 1)
                    on conflict (name) do update set last_version = library.last_version + 1, changes = library.changes + 1 returning last_version
                    """).param(library).query(Integer.class).single();
            jdbc.sql("insert into library_version (library, version, sha256, jar, functions, author) values (?, ?, ?, ?, ?, ?)")
                    .params(library, next, sha256, jar, Signatures.write(functions), author).update();
            notices.send(TOPIC, library);
            return next;
        });
        stale = true;
        return version;
    }

    /** @return whether it was there */
    boolean remove(String library, int version) {
        boolean gone = transaction.execute(status -> {
            int rows = jdbc.sql("delete from library_version where library = ? and version = ?").params(library, version).update();
            jdbc.sql("update library set changes = changes + 1 where name = ?").param(library).update();
            notices.send(TOPIC, library);
            return rows > 0;
        });
        stale = true;
        return gone;
    }
}
