package dev.millrace.server.fragments;

import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.kind.fragment.Fragments;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Published versions in PostgreSQL, all of them in memory: the compiler asks at every edit. A notice from whichever instance published one says
 * that there is more to read.
 */
final class StoredVersions implements Fragments {
    static final String TOPIC = "fragment";
    private static final String PUBLISHED = """
            select v.fragment, v.version, v.title, v.revision, v.author, v.note, v.published_at, f.pipeline
            from fragment_version v join fragment f on f.name = v.fragment
            """;
    private static final Logger LOG = LoggerFactory.getLogger(StoredVersions.class);

    private final JdbcClient jdbc;
    private final Notices notices;
    private final NodeKinds shipped = NodeKinds.shipped();
    private final PipelineDocument documents = new PipelineDocument(shipped);
    private volatile Map<String, SortedMap<Integer, Fragment>> known;
    private volatile boolean stale = true;

    StoredVersions(JdbcClient jdbc, Notices notices) {
        this.jdbc = jdbc;
        this.notices = notices;
        notices.on(TOPIC, payload -> stale = true);
    }

    @Override public Optional<Fragment> find(String name, int version) {
        return Optional.ofNullable(known().get(name)).map(versions -> versions.get(version));
    }

    @Override public Optional<Fragment> newest(String name) {
        return Optional.ofNullable(known().get(name)).map(versions -> versions.get(versions.lastKey()));
    }

    @Override public List<Fragment> newest() {
        return known().values().stream().map(versions -> versions.get(versions.lastKey())).sorted(Comparator.comparing(Fragment::title).thenComparing(Fragment::name)).toList();
    }

    @Override public long edition() {
        return known().values().stream().mapToLong(Map::size).sum();
    }

    private Map<String, SortedMap<Integer, Fragment>> known() {
        Map<String, SortedMap<Integer, Fragment>> now = known;
        return now == null || stale ? read() : now;
    }

    private synchronized Map<String, SortedMap<Integer, Fragment>> read() {
        if (known != null && !stale) {
            return known;
        }
        stale = false;
        try {
            var read = new TreeMap<String, SortedMap<Integer, Fragment>>();
            if (known != null) {
                known.forEach((name, versions) -> read.put(name, new TreeMap<>(versions)));
            }
            int parsed = read.values().stream().mapToInt(Map::size).sum();
            long stored = jdbc.sql("select count(*) from fragment_version").query(Long.class).single();
            if (stored > parsed) {
                jdbc.sql("select fragment, version, title, document from fragment_version order by fragment, version").query((row, n) -> {
                    var versions = read.computeIfAbsent(row.getString("fragment"), f -> new TreeMap<>());
                    int version = row.getInt("version");
                    if (!versions.containsKey(version)) {
                        parse(row.getString("fragment"), version, row.getString("title"), row.getString("document")).ifPresent(f -> versions.put(version, f));
                    }
                    return n;
                }).list();
                read.values().removeIf(Map::isEmpty);
            }
            known = read;
            return read;
        } catch (DataAccessException away) {
            stale = true;
            if (known == null) {
                throw away;
            }
            LOG.warn("The fragments could not be read again: {}", away.getMessage());
            return known;
        }
    }

    private Optional<Fragment> parse(String name, int version, String title, String document) {
        try {
            return Optional.of(Fragment.of(name, version, title, documents.read(document), shipped));
        } catch (DocumentRefused unreadable) {
            LOG.error("Version {} of fragment {} cannot be read", version, name, unreadable);
            return Optional.empty();
        }
    }

    /** The newest version of each fragment, by title. */
    List<PublishedVersion> newestPublished() {
        return jdbc.sql(PUBLISHED + """
                where v.version = (select max(version) from fragment_version where fragment = v.fragment) order by v.title, v.fragment
                """).query(StoredVersions::published).list();
    }

    /** All versions of a fragment, newest first. */
    List<PublishedVersion> published(String fragment) {
        return jdbc.sql(PUBLISHED + "where v.fragment = ? order by v.version desc").param(fragment).query(StoredVersions::published).list();
    }

    /** The newest version of the fragment that a pipeline was published as. */
    Optional<PublishedVersion> published(PipelineId pipeline) {
        return jdbc.sql(PUBLISHED + "where f.pipeline = ? order by v.version desc limit 1").param(pipeline.value()).query(StoredVersions::published).optional();
    }

    private static PublishedVersion published(ResultSet row, int number) throws SQLException {
        return new PublishedVersion(row.getString("fragment"), row.getInt("version"), row.getString("title"), new PipelineId(row.getObject("pipeline", UUID.class)),
                row.getLong("revision"), row.getString("author"), row.getString("note"), row.getObject("published_at", OffsetDateTime.class).toInstant());
    }

    List<String> names() {
        return jdbc.sql("select name from fragment").query(String.class).list();
    }

    void add(String name, PipelineId pipeline) {
        jdbc.sql("insert into fragment (name, pipeline) values (?, ?)").params(name, pipeline.value()).update();
    }

    /** Keeps the next version. Two who publish at once meet at the primary key, and one of them is refused. */
    void add(String name, int version, String title, String document, long revision, String author, String note) {
        jdbc.sql("insert into fragment_version (fragment, version, title, document, revision, author, note) values (?, ?, ?, ?, ?, ?, ?)")
                .params(name, version, title, document, revision, author, note).update();
        notices.send(TOPIC, name);
        stale = true;
    }
}
