package dev.millrace.server.alerts;

import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rules in PostgreSQL. */
final class RuleStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    RuleStore(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Those for all pipelines first, then by pipeline and name; without those of deleted pipelines. */
    List<Rule> list() {
        return jdbc.sql("""
                select r.* from alert_rule r left join pipeline p on p.id = r.pipeline
                where r.pipeline is null or p.deleted_at is null order by r.pipeline nulls first, r.name, r.id
                """).query((row, n) -> AlertRows.rule(row)).list();
    }

    Optional<Rule> find(RuleId id) {
        return jdbc.sql("select * from alert_rule where id = ?").param(id.value()).query((row, n) -> AlertRows.rule(row)).optional();
    }

    void insert(RuleId id, Rule.Wish wish, String who) {
        jdbc.sql("insert into alert_rule (id, name, pipeline, node, condition, lasting, severity, made_by) values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)")
                .params(id.value(), wish.name(), wish.pipeline().map(PipelineId::value).orElse(null), wish.node().map(n -> n.value()).orElse(null),
                        ConditionJson.write(wish.condition()).toString(), (int) wish.lasting().toSeconds(), wish.severity().name(), who).update();
    }

    boolean update(RuleId id, Rule.Wish wish) {
        return jdbc.sql("update alert_rule set name = ?, pipeline = ?, node = ?, condition = ?::jsonb, lasting = ?, severity = ? where id = ?")
                .params(wish.name(), wish.pipeline().map(PipelineId::value).orElse(null), wish.node().map(n -> n.value()).orElse(null),
                        ConditionJson.write(wish.condition()).toString(), (int) wish.lasting().toSeconds(), wish.severity().name(), id.value()).update() == 1;
    }

    boolean mute(RuleId id, Optional<Instant> until) {
        return jdbc.sql("update alert_rule set muted_until = ? where id = ?").params(AlertRows.time(until), id.value()).update() == 1;
    }

    boolean delete(RuleId id) {
        return jdbc.sql("delete from alert_rule where id = ?").param(id.value()).update() == 1;
    }

    /** Pipelines that have been given their rules. */
    Set<PipelineId> given() {
        return new HashSet<>(jdbc.sql("select pipeline from alert_preset").query((row, n) -> new PipelineId(row.getObject(1, UUID.class))).list());
    }

    /** Gives a pipeline its rules; once and never again, whoever else does. */
    void give(PipelineId pipeline, List<Rule.Wish> rules) {
        transaction.executeWithoutResult(status -> {
            if (jdbc.sql("insert into alert_preset (pipeline) values (?) on conflict do nothing").param(pipeline.value()).update() == 1) {
                rules.forEach(wish -> insert(RuleId.random(), wish, ""));
            }
        });
    }
}
