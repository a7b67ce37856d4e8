package dev.millrace.server.alerts;

import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.LeaderLoop;
import dev.millrace.server.instance.Leadership;
import dev.millrace.server.instance.Notices;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.outside.OutsideServices;
import dev.millrace.server.security.Users;
import dev.millrace.server.trouble.Troubles;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires alerts: their evaluation, and the messages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertProperties.class)
class AlertConfiguration {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_SENDS = Duration.ofSeconds(1);

    @Bean RuleStore alertRules(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new RuleStore(jdbc, new TransactionTemplate(transactions));
    }

    @Bean MessageStore alertMessages(JdbcClient jdbc) {
        return new MessageStore(jdbc);
    }

    @Bean AlertStore alertStore(JdbcClient jdbc, PlatformTransactionManager transactions, MessageStore messages, Notices notices) {
        return new AlertStore(jdbc, new TransactionTemplate(transactions), messages, notices);
    }

    @Bean AlertListeners alertListeners(Notices notices, AlertStore store) {
        return new AlertListeners(notices, store::raised);
    }

    @Bean Alerts alerts(RuleStore rules, AlertStore store, MessageStore messages, AlertListeners listeners, PlatformTransactionManager transactions, DesignService designs,
            Users users, OutsideServices services, ObjectProvider<JavaMailSender> mail, KafkaClusters clusters) {
        var offered = new Alerts.Offered(new TreeSet<>(services.http().keySet()).stream().toList(), mail.getIfAvailable() != null, clusters.names());
        return new StoredAlerts(rules, store, messages, listeners, new TransactionTemplate(transactions), designs, users, offered, Clock.systemUTC());
    }

    @Bean LeaderLoop alertLoop(RuleStore rules, AlertStore store, DeploymentService deployments, DesignService designs, NodeKinds kinds, Metrics metrics, Troubles troubles,
            Leadership leadership) {
        var evaluation = new Evaluation(rules, store, () -> deployments.current().stream()
                .map(d -> new Look(d, metrics.latest(d.id()), troubles.of(d.id()), node -> called(designs, kinds, d, node))).toList(), d -> isEndless(designs, d), Clock.systemUTC());
        return new LeaderLoop("alerts", leadership, BETWEEN_ROUNDS, evaluation);
    }

    private static String called(DesignService designs, NodeKinds kinds, Deployment deployment, NodeId node) {
        return NodeNames.of(node, designs.open(deployment.pipeline(), deployment.revision()).pipeline(), kinds);
    }

    private static boolean isEndless(DesignService designs, Deployment deployment) {
        return designs.open(deployment.pipeline(), deployment.revision()).compilation().plan().map(plan -> !plan.run().isBatch()).orElse(true);
    }

    @Bean LeaderLoop alertOutbox(MessageStore messages, AlertStore store, OutsideServices services, ObjectProvider<JavaMailSender> mail, PipelineTopics topics,
            AlertProperties properties, Leadership leadership) {
        var delivery = new Deliveries(services.http(), Optional.ofNullable(mail.getIfAvailable()), properties.mailFrom(), topics, new MessageText(properties.address()));
        return new LeaderLoop("alert-messages", leadership, BETWEEN_SENDS, new Outbox(messages, delivery, store::changed, Clock.systemUTC()));
    }
}
