package dev.millrace.server.design;

import dev.millrace.server.instance.Notices;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Pipelines and revisions in PostgreSQL. */
final class PipelineStore {
    static final String TOPIC = "pipeline";

    private static final String ROW = """
            select r.pipeline, r.number, r.document, r.author, r.client, r.saved_at, p.owner
            from pipeline_revision r join pipeline p on p.id = r.pipeline
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    PipelineStore(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    /** A stored revision, not yet parsed. */
    record Row(PipelineId id, String owner, long number, String document, Author author, Instant savedAt) {}

    /** Where the newest revision of a pipeline is. */
    record Head(PipelineId id, String owner, long number, Instant savedAt, String author) {}

    /** A revision about to be stored. */
    record Draft(String document, Author author, String summary, Collection<String> touched, List<Overwrite> overwritten) {}

    /** Places that a revision changed. */
    record Touch(long number, Author author, Instant savedAt, List<String> places) {}

    List<Head> heads() {
        return jdbc.sql("""
                select p.id, p.owner, p.head, r.saved_at, r.author
                from pipeline p join pipeline_revision r on r.pipeline = p.id and r.number = p.head
                where p.deleted_at is null order by r.saved_at desc, p.id
                """).query((row, n) -> new Head(new PipelineId(row.getObject("id", UUID.class)), row.getString("owner"), row.getLong("head"),
                instant(row, "saved_at"), row.getString("author"))).list();
    }

    Map<PipelineId, Row> heads(Collection<PipelineId> ids) {
        var rows = new LinkedHashMap<PipelineId, Row>();
        if (!ids.isEmpty()) {
            jdbc.sql(ROW + "where r.number = p.head and p.deleted_at is null and p.id in (:ids)")
                    .param("ids", ids.stream().map(PipelineId::value).toList()).query((row, n) -> row(row)).list()
                    .forEach(row -> rows.put(row.id(), row));
        }
        return rows;
    }

    Optional<Row> head(PipelineId id) {
        return jdbc.sql(ROW + "where r.number = p.head and p.deleted_at is null and p.id = ?").param(id.value())
                .query((row, n) -> row(row)).optional();
    }

    /** The number of the newest revision; empty where the pipeline is gone. */
    Optional<Long> headNumber(PipelineId id) {
        return jdbc.sql("select head from pipeline where id = ? and deleted_at is null").param(id.value()).query(Long.class).optional();
    }

    /** Any revision, of a deleted pipeline too: deployments may still refer to it. */
    Optional<Row> revision(PipelineId id, long number) {
        return jdbc.sql(ROW + "where r.pipeline = ? and r.number = ?").param(id.value()).param(number)
                .query((row, n) -> row(row)).optional();
    }

    List<Revision> revisions(PipelineId id) {
        return jdbc.sql("""
                select r.number, r.author, r.saved_at, r.summary, coalesce(n.name, '') as name, coalesce(n.reason, '') as reason, coalesce(n.named_by, '') as named_by
                from pipeline_revision r left join pipeline_revision_name n on n.pipeline = r.pipeline and n.number = r.number
                where r.pipeline = ? order by r.number desc
                """).param(id.value())
                .query((row, n) -> new Revision(row.getLong("number"), row.getString("author"), instant(row, "saved_at"),
                        row.getString("summary"), row.getString("name"), row.getString("reason"), row.getString("named_by"))).list();
    }

    Map<Long, String> names(PipelineId id) {
        var names = new LinkedHashMap<Long, String>();
        jdbc.sql("select number, name from pipeline_revision_name where pipeline = ? order by number").param(id.value())
                .query(row -> {
                    names.put(row.getLong("number"), row.getString("name"));
                });
        return names;
    }

    void name(PipelineId id, long number, RevisionName name, String author) {
        jdbc.sql("""
                insert into pipeline_revision_name (pipeline, number, name, reason, named_by) values (?, ?, ?, ?, ?)
                on conflict (pipeline, number) do update set name = excluded.name, reason = excluded.reason, named_by = excluded.named_by, named_at = clock_timestamp()
                """).params(id.value(), number, name.name(), name.reason(), author).update();
    }

    void unname(PipelineId id, long number) {
        jdbc.sql("delete from pipeline_revision_name where pipeline = ? and number = ?").params(id.value(), number).update();
    }

    /** What was changed after {@code seen} or since {@code moment}, newest first. */
    List<Touch> touchedSince(PipelineId id, long seen, Instant moment) {
        return jdbc.sql("""
                select number, author, client, saved_at, touched from pipeline_revision
                where pipeline = :id and number > 1 and (number > :seen or saved_at > :moment) and number > :seen - 100
                order by number desc limit 500
                """).param("id", id.value()).param("seen", seen).param("moment", OffsetDateTime.ofInstant(moment, java.time.ZoneOffset.UTC))
                .query((row, n) -> new Touch(row.getLong("number"), new Author(row.getString("author"), row.getString("client")),
                        instant(row, "saved_at"), texts(row.getArray("touched")))).list();
    }

    /** What revisions after {@code after} overwrote. */
    List<Overwrite> overwritesSince(PipelineId id, long after) {
        return jdbc.sql("""
                select o.place, o.loser, o.loser_client, o.lost, o.lost_number, r.author, r.client
                from pipeline_overwrite o join pipeline_revision r on r.pipeline = o.pipeline and r.number = o.number
                where o.pipeline = ? and o.number > ? order by o.number, o.place
                """).param(id.value()).param(after)
                .query((row, n) -> new Overwrite(row.getString("place"), new Author(row.getString("loser"), row.getString("loser_client")),
                        new Author(row.getString("author"), row.getString("client")), row.getString("lost"), row.getLong("lost_number")))
                .list();
    }

    void create(PipelineId id, Draft first) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("insert into pipeline (id, owner, head) values (?, ?, 1)").param(id.value()).param(first.author().name()).update();
            insert(id, 1, first);
        });
    }

    /** Stores the revision after {@code expected}; false where that is no longer the newest or the pipeline is gone. */
    boolean append(PipelineId id, long expected, Draft next) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            int moved = jdbc.sql("update pipeline set head = head + 1 where id = ? and head = ? and deleted_at is null")
                    .param(id.value()).param(expected).update();
            if (moved == 1) {
                insert(id, expected + 1, next);
            }
            return moved == 1;
        }));
    }

    boolean delete(PipelineId id, String author) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            int marked = jdbc.sql("update pipeline set deleted_at = clock_timestamp(), deleted_by = ? where id = ? and deleted_at is null")
                    .param(author).param(id.value()).update();
            notices.send(TOPIC, id.toString());
            return marked == 1;
        }));
    }

    private void insert(PipelineId id, long number, Draft draft) {
        jdbc.sql("""
                insert into pipeline_revision (pipeline, number, document, author, client, summary, touched)
                values (?, ?, ?, ?, ?, ?, ?)
                """).params(id.value(), number, draft.document(), draft.author().name(), draft.author().client(), draft.summary(),
                draft.touched().toArray(String[]::new)).update();
        for (Overwrite lost : draft.overwritten()) {
            jdbc.sql("""
                    insert into pipeline_overwrite (pipeline, number, place, loser, loser_client, lost, lost_number)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """).params(id.value(), number, lost.place(), lost.loser().name(), lost.loser().client(), lost.lost(), lost.revision())
                    .update();
        }
        notices.send(TOPIC, id.toString());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(new PipelineId(row.getObject("pipeline", UUID.class)), row.getString("owner"), row.getLong("number"),
                row.getString("document"), new Author(row.getString("author"), row.getString("client")), instant(row, "saved_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
