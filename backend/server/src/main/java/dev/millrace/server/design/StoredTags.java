package dev.millrace.server.design;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Notices;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Tags in PostgreSQL. */
final class StoredTags implements PipelineTags {
    private static final String TOPIC = "pipeline-tags";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    StoredTags(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    @Override public Map<PipelineId, Tags> all() {
        var words = new HashMap<PipelineId, SortedSet<String>>();
        jdbc.sql("select pipeline, tag from pipeline_tag").query(row -> {
            words.computeIfAbsent(new PipelineId(row.getObject("pipeline", UUID.class)), id -> new TreeSet<>()).add(row.getString("tag"));
        });
        return words.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> new Tags(e.getValue())));
    }

    @Override public Tags of(PipelineId pipeline) {
        known(pipeline, "");
        return read(pipeline);
    }

    private Tags read(PipelineId pipeline) {
        return new Tags(new TreeSet<>(jdbc.sql("select tag from pipeline_tag where pipeline = ?").param(pipeline.value()).query(String.class).list()));
    }

    /** @param lock so that two who change the tags of one pipeline come one after the other */
    private void known(PipelineId pipeline, String lock) {
        jdbc.sql("select from pipeline where id = ? and deleted_at is null " + lock).param(pipeline.value()).query((row, n) -> 1).optional()
                .orElseThrow(() -> new UnknownPipeline(pipeline));
    }

    @Override public void set(PipelineId pipeline, Tags tags) {
        write(pipeline, before -> tags);
    }

    @Override public void change(PipelineId pipeline, Collection<String> more, Collection<String> less) {
        write(pipeline, before -> before.changed(more, less));
    }

    private void write(PipelineId pipeline, UnaryOperator<Tags> change) {
        transaction.executeWithoutResult(status -> {
            known(pipeline, "for update");
            Tags before = read(pipeline);
            Tags after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            jdbc.sql("delete from pipeline_tag where pipeline = ?").param(pipeline.value()).update();
            after.words().forEach(tag -> jdbc.sql("insert into pipeline_tag (pipeline, tag) values (?, ?)").params(pipeline.value(), tag).update());
            notices.send(TOPIC, pipeline.toString());
        });
    }

    @Override public Subscription listen(Runnable listener) {
        return notices.on(TOPIC, payload -> listener.run());
    }
}
