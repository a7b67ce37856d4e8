package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Alerts in PostgreSQL. What is told of a change is written with it, in one transaction. */
final class AlertStore {
    static final String TOPIC = "alert";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MessageStore messages;
    private final Notices notices;

    AlertStore(JdbcClient jdbc, TransactionTemplate transaction, MessageStore messages, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.messages = messages;
        this.notices = notices;
    }

    List<OpenAlert> open() {
        return jdbc.sql("select * from alert where state <> 'RESOLVED' order by since, id").query((row, n) -> AlertRows.open(row)).list();
    }

    Optional<Alert> find(AlertId id) {
        return jdbc.sql("select * from alert where id = ?").param(id.value()).query((row, n) -> AlertRows.alert(row)).optional();
    }

    /** Resolved ones, newest first. */
    List<Alert> resolved(int most) {
        return jdbc.sql("select * from alert where state = 'RESOLVED' order by resolved_at desc, id limit ?").param(most).query((row, n) -> AlertRows.alert(row)).list();
    }

    int raised() {
        return jdbc.sql("select count(*) from alert where state in ('FIRING', 'ACKNOWLEDGED')").query(Integer.class).single();
    }

    /** A new one, with what is told of it. */
    void insert(OpenAlert open, Optional<MessageItem> told, Instant now) {
        transaction.executeWithoutResult(status -> {
            Alert a = open.alert();
            jdbc.sql("""
                    insert into alert (id, rule, name, severity, pipeline, pipeline_name, deployment, node, node_name, state, words, since, fired_at, tell_from, told_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """).params(a.id().value(), a.rule().orElseThrow().value(), a.name(), a.severity().name(), a.pipeline().value(), a.pipelineName(),
                    a.deployment().value(), a.node().map(NodeId::value).orElse(null), a.nodeName().orElse(null), a.state().name(), a.words(), AlertRows.time(a.since()),
                    AlertRows.time(a.firedAt()), AlertRows.time(open.tellFrom()), AlertRows.time(open.toldAt())).update();
            told.ifPresent(item -> messages.add(item, now));
            notices.send(TOPIC, a.id().toString());
        });
    }

    /** Writes what became of one, with what is told of it; does nothing where somebody changed it meanwhile. */
    void update(OpenAlert before, OpenAlert after, Optional<MessageItem> told, Instant now) {
        transaction.executeWithoutResult(status -> {
            Alert a = after.alert();
            boolean changed = jdbc.sql("""
                    update alert set state = ?, words = ?, fired_at = ?, calm_since = ?, resolved_at = ?, tell_from = ?, told_at = ?, deployment = ? where id = ? and state = ?
                    """).params(a.state().name(), a.words(), AlertRows.time(a.firedAt()), AlertRows.time(a.calmSince()), AlertRows.time(a.resolvedAt()),
                    AlertRows.time(after.tellFrom()), AlertRows.time(after.toldAt()), a.deployment().value(), a.id().value(), before.alert().state().name()).update() == 1;
            if (changed) {
                told.ifPresent(item -> messages.add(item, now));
                notices.send(TOPIC, a.id().toString());
            }
        });
    }

    /** Forgets one that has not fired. */
    void forget(AlertId id) {
        if (jdbc.sql("delete from alert where id = ? and state = 'PENDING'").param(id.value()).update() == 1) {
            notices.send(TOPIC, id.toString());
        }
    }

    /** When the same last was resolved after people had been told of it. */
    Optional<Instant> lastTold(RuleId rule, Place place) {
        return jdbc.sql("select max(resolved_at) as at from alert where rule = ? and pipeline = ? and coalesce(node, '') = ? and state = 'RESOLVED' and told_at is not null")
                .params(rule.value(), place.pipeline().value(), place.node().map(NodeId::value).orElse("")).query((row, n) -> AlertRows.instant(row, "at")).single();
    }

    /** @return whether it fired and nobody had said so before */
    boolean acknowledge(AlertId id, String who, Instant now) {
        boolean changed = jdbc.sql("update alert set state = 'ACKNOWLEDGED', acknowledged_by = ?, acknowledged_at = ? where id = ? and state = 'FIRING'")
                .params(who, AlertRows.time(now), id.value()).update() == 1;
        if (changed) {
            notices.send(TOPIC, id.toString());
        }
        return changed;
    }

    /** A rule goes, or changes what it is about: what it has raised is over, and nobody is told. */
    void end(RuleId rule, Instant now) {
        jdbc.sql("delete from alert where rule = ? and state = 'PENDING'").param(rule.value()).update();
        jdbc.sql("update alert set state = 'RESOLVED', resolved_at = ?, told_at = null where rule = ? and state <> 'RESOLVED'")
                .params(AlertRows.time(now), rule.value()).update();
        notices.send(TOPIC, rule.toString());
    }

    void changed() {
        notices.send(TOPIC, "");
    }

    Map<Judge.GrowthKey, Growth> growths() {
        var all = new HashMap<Judge.GrowthKey, Growth>();
        jdbc.sql("select * from alert_growth").query((row, n) -> {
            var place = new Place(new PipelineId(row.getObject("pipeline", UUID.class)), NodeId.parse(row.getString("node")));
            return all.put(new Judge.GrowthKey(place, Condition.Flow.valueOf(row.getString("flow"))), AlertRows.JSON.readValue(row.getString("growth"), Growth.class));
        }).list();
        return all;
    }

    /** Writes them in place of all that were there. */
    void save(Map<Judge.GrowthKey, Growth> growths) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from alert_growth").update();
            growths.forEach((key, growth) -> jdbc.sql("insert into alert_growth (pipeline, node, flow, growth) values (?, ?, ?, ?::jsonb)")
                    .params(key.place().pipeline().value(), key.place().node().map(NodeId::value).orElse(""), key.flow().name(), AlertRows.JSON.writeValueAsString(growth)).update());
        });
    }

    int forgetResolvedBefore(Instant time) {
        return jdbc.sql("delete from alert where state = 'RESOLVED' and resolved_at < ?").param(AlertRows.time(time)).update();
    }
}
