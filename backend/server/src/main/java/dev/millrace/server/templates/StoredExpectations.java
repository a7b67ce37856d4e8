package dev.millrace.server.templates;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Expected rows of versions of templates, in PostgreSQL; in a file they are one of the comments above the document. */
final class StoredExpectations {
    private static final String LINE = "# expected: ";

    private final JdbcClient jdbc;

    StoredExpectations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Stored(ExpectedRows rows, String by, Instant at) {}

    Optional<Stored> of(Template template) {
        return jdbc.sql("select content, kept_by, kept_at from template_expected_rows where template = ? and version = ?").params(template.id(), template.version())
                .query((row, n) -> new Stored(ExpectedRows.read(row.getString("content")), row.getString("kept_by"), row.getObject("kept_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** In place of those that were kept before. @throws TemplateRefused where there is too much to keep */
    void keep(Template template, ExpectedRows rows, String by) {
        String content = content(rows);
        jdbc.sql("insert into template_expected_rows (template, version, content, kept_by) values (?, ?, ?, ?) on conflict (template, version) "
                + "do update set content = excluded.content, kept_by = excluded.kept_by, kept_at = clock_timestamp()").params(template.id(), template.version(), content, by).update();
    }

    /** @throws TemplateRefused where there is too much to keep */
    static String content(ExpectedRows rows) {
        String content = rows.write();
        if (content.length() > ExpectedRows.LARGEST) {
            throw new TemplateRefused("The sample and its rows are longer than " + ExpectedRows.LARGEST + " characters. Leave out columns that nobody needs");
        }
        return content;
    }

    /** Those of the version before hold for this one too; nothing where there are none. */
    void carryOn(Template template) {
        jdbc.sql("insert into template_expected_rows (template, version, content, kept_by, kept_at) select template, version + 1, content, kept_by, kept_at "
                + "from template_expected_rows where template = ? and version = ? - 1 on conflict do nothing").params(template.id(), template.version()).update();
    }

    /** @return whether any were expected */
    boolean forget(Template template) {
        return jdbc.sql("delete from template_expected_rows where template = ? and version = ?").params(template.id(), template.version()).update() > 0;
    }

    /** What stands in a file of the template; empty where no rows are expected. */
    String line(Template template) {
        return of(template).map(stored -> LINE + stored.rows().write() + "\n").orElse("");
    }

    /** @throws TemplateRefused where what stands there cannot be read */
    static Optional<ExpectedRows> in(String file) {
        return file.lines().takeWhile(line -> line.startsWith("#")).filter(line -> line.startsWith(LINE)).findFirst().map(line -> ExpectedRows.read(line.substring(LINE.length())));
    }
}
