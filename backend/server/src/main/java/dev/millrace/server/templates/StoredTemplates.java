package dev.millrace.server.templates;

import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.workspaces.WorkspaceId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Templates that people made, in PostgreSQL, and which pipelines were made from which. Documents are parsed once: versions never change. */
final class StoredTemplates {
    private static final Logger LOG = LoggerFactory.getLogger(StoredTemplates.class);
    private static final String ROW = """
            select t.id, t.owner, t.everybody, t.workspace, w.name as workspace_name, t.pipeline, v.version, v.document, v.tags, v.needs, v.author, v.made_by, v.note, v.dashboard, v.published_at
            from template t join template_version v on v.template = t.id left join workspace w on w.id = t.workspace
            """;
    private static final String NEWEST = " and v.version = (select max(version) from template_version where template = t.id) ";
    private static final String REACHES = " (t.everybody or t.owner = :viewer or exists (select from workspace_member m where m.workspace = t.workspace and m.member = :viewer)) ";
    private static final String SEEN = " where t.withdrawn_at is null and" + REACHES;

    private final JdbcClient jdbc;
    private final PipelineDocument documents;
    private final Map<Version, Optional<Pipeline>> parsed = new ConcurrentHashMap<>();

    StoredTemplates(JdbcClient jdbc, PipelineDocument documents) {
        this.jdbc = jdbc;
        this.documents = documents;
    }

    StoredExpectations expectations() {
        return new StoredExpectations(jdbc);
    }

    /** One that never changes. */
    record Version(String template, int number) {}

    /** The newest version of each that this user may see. */
    List<Template> list(String viewer) {
        return jdbc.sql(ROW + SEEN + NEWEST + "order by t.id").param("viewer", viewer).query(this::template).list().stream().flatMap(Optional::stream).toList();
    }

    /** All versions, newest first; none where there is no such template, this user may not see it, or it was withdrawn. */
    List<Template> versions(String id, String viewer) {
        return jdbc.sql(ROW + SEEN + "and t.id = :id order by v.version desc").param("viewer", viewer).param("id", id).query(this::template).list().stream()
                .flatMap(Optional::stream).toList();
    }

    /** The newest version; empty where there is no such template, this user may not see it, or it was withdrawn. */
    Optional<Template> newest(String id, String viewer) {
        return versions(id, viewer).stream().findFirst();
    }

    /** The newest version, whoever may see it, and also where it was withdrawn. */
    Optional<Template> newestEvenWithdrawn(String id) {
        return jdbc.sql(ROW + "where t.id = :id" + NEWEST).param("id", id).query(this::template).list().stream().flatMap(Optional::stream).findFirst();
    }

    /** The newest versions of all that were made of a pipeline: of this user also what was withdrawn, of others what this user sees. */
    List<Template> of(PipelineId pipeline, String user) {
        return jdbc.sql(ROW + "where t.pipeline = :pipeline and (t.owner = :viewer or t.withdrawn_at is null) and" + REACHES + NEWEST + "order by t.created_at")
                .param("pipeline", pipeline.value()).param("viewer", user).query(this::template).list().stream().flatMap(Optional::stream).toList();
    }

    /** The newest versions of all that are for the members of a workspace. */
    List<Template> in(WorkspaceId workspace) {
        return jdbc.sql(ROW + "where t.withdrawn_at is null and t.workspace = :workspace" + NEWEST + "order by t.created_at").param("workspace", workspace.value())
                .query(this::template).list().stream().flatMap(Optional::stream).toList();
    }

    /** Whether the id was ever given. */
    boolean isTaken(String id) {
        return jdbc.sql("select count(*) from template where id = ?").param(id).query(Long.class).single() > 0;
    }

    /** @param pipeline what it was made of; empty where it was brought as a file */
    void add(String id, String owner, Reach reach, Optional<PipelineId> pipeline) {
        jdbc.sql("insert into template (id, owner, everybody, workspace, pipeline) values (:id, :owner, :everybody, :workspace, :pipeline)").param("id", id).param("owner", owner)
                .param("everybody", isForAll(reach)).param("workspace", workspace(reach), Types.OTHER).param("pipeline", pipeline.map(PipelineId::value).orElse(null), Types.OTHER).update();
    }

    /** Keeps the next version. Two who publish at once meet at the primary key, and one of them is refused. */
    void add(String id, int version, String document, List<String> tags, List<String> needs, String author, String madeBy, String note,
            Optional<Dashboard> dashboard) {
        jdbc.sql("insert into template_version (template, version, document, tags, needs, author, made_by, note, dashboard) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(id, version, document, tags.toArray(String[]::new), needs.toArray(String[]::new), author, madeBy, note,
                        dashboard.map(DashboardDocument::write).orElse("")).update();
    }

    /** Who sees it from now on; one that was withdrawn is back. */
    void reach(String id, Reach reach) {
        jdbc.sql("update template set everybody = :everybody, workspace = :workspace, withdrawn_at = null, withdrawn_by = null where id = :id")
                .param("everybody", isForAll(reach)).param("workspace", workspace(reach), Types.OTHER).param("id", id).update();
    }

    private static boolean isForAll(Reach reach) {
        return reach instanceof Reach.Everybody;
    }

    /** None where it is for everybody, or for its owner alone. */
    private static UUID workspace(Reach reach) {
        return reach instanceof Reach.Members members ? members.workspace().value() : null;
    }

    private static Reach reach(ResultSet row) throws SQLException {
        UUID workspace = row.getObject("workspace", UUID.class);
        if (workspace != null) {
            return new Reach.Members(new WorkspaceId(workspace), row.getString("workspace_name"));
        }
        return row.getBoolean("everybody") ? Reach.EVERYBODY : Reach.ONLY_ME;
    }

    void withdraw(String id, String by) {
        jdbc.sql("update template set withdrawn_at = clock_timestamp(), withdrawn_by = ? where id = ? and withdrawn_at is null").params(by, id).update();
    }

    /** How many pipelines were made from each template that was used. */
    Map<String, Long> uses() {
        var uses = new HashMap<String, Long>();
        jdbc.sql("select template, count(*) as times from pipeline_origin group by template").query((row, n) -> uses.put(row.getString("template"), row.getLong("times")))
                .list();
        return uses;
    }

    void used(PipelineId pipeline, Template template) {
        jdbc.sql("insert into pipeline_origin (pipeline, template, version) values (?, ?, ?)").params(pipeline.value(), template.id(), template.version()).update();
    }

    Optional<Templates.Origin> origin(PipelineId pipeline) {
        return jdbc.sql("select template, version from pipeline_origin where pipeline = ?").param(pipeline.value())
                .query((row, n) -> new Templates.Origin(row.getString("template"), row.getInt("version"))).optional();
    }

    private Optional<Template> template(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        int version = row.getInt("version");
        String document = row.getString("document");
        List<String> tags = texts(row.getArray("tags"));
        List<String> needs = texts(row.getArray("needs"));
        Optional<PipelineId> pipeline = Optional.ofNullable(row.getObject("pipeline", UUID.class)).map(PipelineId::new);
        var kind = new Template.Kind.Made(row.getString("owner"), reach(row), pipeline);
        String author = row.getString("author");
        String madeBy = row.getString("made_by");
        String note = row.getString("note");
        Optional<Dashboard> dashboard = dashboard(new Version(id, version), row.getString("dashboard"));
        var at = row.getObject("published_at", OffsetDateTime.class).toInstant();
        return parsed.computeIfAbsent(new Version(id, version), v -> parse(v, document))
                .map(drawing -> new Template(id, version, drawing, tags, needs, author, madeBy, note, dashboard, kind, Optional.of(at), 0));
    }

    /** One document that cannot be read must not hide all the others. */
    private Optional<Pipeline> parse(Version version, String document) {
        try {
            return Optional.of(documents.read(document));
        } catch (DocumentRefused unreadable) {
            LOG.error("Version {} of template {} cannot be read", version.number(), version.template(), unreadable);
            return Optional.empty();
        }
    }

    /** A dashboard that cannot be read is none; the template can be used without. */
    private static Optional<Dashboard> dashboard(Version version, String document) {
        try {
            return document.isEmpty() ? Optional.empty() : Optional.of(DashboardDocument.read(document));
        } catch (DocumentRefused unreadable) {
            LOG.error("The dashboard of version {} of template {} cannot be read", version.number(), version.template(), unreadable);
            return Optional.empty();
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
