package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sample sets in PostgreSQL, one row each. */
final class StoredSampleSets implements SampleSets {
    private final JdbcClient jdbc;

    StoredSampleSets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override public List<SampleSet.Summary> list(PipelineId pipeline) {
        return jdbc.sql("select id, name, sample_rows, saved_by, saved_at from sample_set where pipeline = ? order by lower(name), id").param(pipeline.value())
                .query((row, n) -> summary(row)).list();
    }

    @Override public SampleSet open(PipelineId pipeline, UUID set) {
        return jdbc.sql("select * from sample_set where id = ? and pipeline = ?").params(set, pipeline.value()).query((row, n) -> new SampleSet(set,
                pipeline, row.getString("name"), SampleDocument.read(row.getString("content")),
                row.getString("saved_by"), row.getObject("saved_at", OffsetDateTime.class).toInstant())).optional().orElseThrow(StoredSampleSets::gone);
    }

    @Override public SampleSet.Summary save(PipelineId pipeline, String name, Map<NodeId, SourceSample> sources, String author) {
        String clean = named(name);
        int rows = sources.values().stream().mapToInt(SampleDocument::rows).sum();
        if (rows == 0) {
            throw new SampleRefused("There are no rows to keep yet: run the preview first");
        }
        String content = SampleDocument.write(sources);
        if (content.length() > LARGEST) {
            throw new SampleRefused("The sample is too large to keep: " + content.length() / 1_000_000 + " MB, and " + LARGEST / 1_000_000
                    + " MB are the most. Take fewer rows");
        }
        UUID id = UUID.randomUUID();
        try {
            int made = jdbc.sql("""
                    insert into sample_set (id, pipeline, name, content, sample_rows, saved_by)
                    select ?, ?, ?, ?, ?, ? where (select count(*) from sample_set where pipeline = ?) < ?
                    """).params(id, pipeline.value(), clean, content, rows, author, pipeline.value(), MOST).update();
            if (made == 0) {
                throw new SampleRefused("The pipeline has " + MOST + " samples already: delete one first");
            }
        } catch (DuplicateKeyException taken) {
            throw taken(clean);
        } catch (DataIntegrityViolationException noPipeline) {
            throw new SampleRefused("There is no such pipeline");
        }
        return jdbc.sql("select id, name, sample_rows, saved_by, saved_at from sample_set where id = ?").param(id).query((row, n) -> summary(row)).single();
    }

    @Override public void rename(PipelineId pipeline, UUID set, String name) {
        String clean = named(name);
        try {
            if (jdbc.sql("update sample_set set name = ? where id = ? and pipeline = ?").params(clean, set, pipeline.value()).update() == 0) {
                throw gone();
            }
        } catch (DuplicateKeyException taken) {
            throw taken(clean);
        }
    }

    @Override public void delete(PipelineId pipeline, UUID set) {
        if (jdbc.sql("delete from sample_set where id = ? and pipeline = ?").params(set, pipeline.value()).update() == 0) {
            throw gone();
        }
    }

    private static String named(String name) {
        String clean = name == null ? "" : name.strip();
        if (clean.isEmpty() || clean.length() > LONGEST_NAME) {
            throw new SampleRefused("A sample's name has 1 to " + LONGEST_NAME + " characters");
        }
        return clean;
    }

    private static SampleRefused gone() {
        return new SampleRefused("The saved sample is no longer there");
    }

    private static SampleRefused taken(String name) {
        return new SampleRefused("There is a sample '" + name + "' already");
    }

    private static SampleSet.Summary summary(ResultSet row) throws SQLException {
        return new SampleSet.Summary(row.getObject("id", UUID.class), row.getString("name"), row.getInt("sample_rows"), row.getString("saved_by"),
                row.getObject("saved_at", OffsetDateTime.class).toInstant());
    }
}
