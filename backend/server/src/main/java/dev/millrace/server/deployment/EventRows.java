package dev.millrace.server.deployment;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes events, each with the revision and the job that its deployment has at that moment. */
final class EventRows {
    private EventRows() {}

    static void add(JdbcClient jdbc, DeploymentId deployment, Event... events) {
        for (Event event : events) {
            jdbc.sql("""
                    insert into deployment_event (deployment, type, message, detail, who, reason, savepoint, revision, job)
                    select d.id, ?, ?, ?, ?, ?, ?, d.revision, (select job from deployment_run where deployment = d.id order by number desc limit 1)
                    from deployment d where d.id = ?
                    """).params(event.type().name(), event.message(), event.detail(), event.who(), event.reason(), event.savepoint(),
                            deployment.value()).update();
        }
    }
}
