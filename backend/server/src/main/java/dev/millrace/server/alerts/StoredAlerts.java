package dev.millrace.server.alerts;

import dev.millrace.server.Subscription;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes what people want of alerts; the leading instance evaluates and sends. */
final class StoredAlerts implements Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(StoredAlerts.class);
    private static final int MOST_UNDELIVERED = 100;
    private static final int MOST_RULES = 5_000;
    private static final int MOST_CHANNELS = 50;
    private static final UUID NO_PIPELINE = new UUID(0, 0);

    private final RuleStore rules;
    private final AlertStore alerts;
    private final MessageStore messages;
    private final AlertListeners listeners;
    private final TransactionTemplate transaction;
    private final DesignService designs;
    private final Users users;
    private final Offered offered;
    private final Clock clock;

    StoredAlerts(RuleStore rules, AlertStore alerts, MessageStore messages, AlertListeners listeners, TransactionTemplate transaction, DesignService designs, Users users,
            Offered offered, Clock clock) {
        this.rules = rules;
        this.alerts = alerts;
        this.messages = messages;
        this.listeners = listeners;
        this.transaction = transaction;
        this.designs = designs;
        this.users = users;
        this.offered = offered;
        this.clock = clock;
    }

    @Override public List<Alert> open() {
        return alerts.open().stream().map(OpenAlert::alert).sorted(Comparator.comparing((Alert a) -> !a.isRaised())
                .thenComparing(Alert::severity, Comparator.reverseOrder()).thenComparing(a -> a.state() == Alert.State.ACKNOWLEDGED)
                .thenComparing(Alert::since, Comparator.reverseOrder())).toList();
    }

    @Override public Alert get(AlertId id) {
        return alerts.find(id).orElseThrow(() -> new UnknownAlert("alert", id));
    }

    @Override public List<Alert> history(int most) {
        return alerts.resolved(most);
    }

    @Override public int raised() {
        return alerts.raised();
    }

    @Override public Alert acknowledge(AlertId id, String who) {
        alerts.acknowledge(id, who, clock.instant());
        return get(id);
    }

    @Override public List<Rule> rules() {
        return rules.list();
    }

    @Override public Rule rule(RuleId id) {
        return rules.find(id).orElseThrow(() -> unknown(id));
    }

    private static UnknownAlert unknown(RuleId id) {
        return new UnknownAlert("rule", id);
    }

    @Override public Rule add(Rule.Wish wish, String who) {
        Rule.Wish checked = checked(wish);
        if (rules.list().size() >= MOST_RULES) {
            throw new RuleRefused("There are " + MOST_RULES + " rules: delete some first");
        }
        RuleId id = RuleId.random();
        rules.insert(id, checked, who);
        alerts.changed();
        return rule(id);
    }

    private Rule.Wish checked(Rule.Wish wish) {
        wish.pipeline().ifPresent(pipeline -> {
            try {
                designs.open(pipeline);
            } catch (UnknownPipeline gone) {
                throw new RuleRefused(gone.getMessage());
            }
        });
        return RuleCheck.checked(wish);
    }

    @Override public Rule change(RuleId id, Rule.Wish wish, String who) {
        Rule before = rule(id);
        Rule.Wish checked = checked(wish);
        transaction.executeWithoutResult(status -> {
            if (!rules.update(id, checked)) {
                throw unknown(id);
            }
            boolean same = before.wish().condition().equals(checked.condition()) && before.wish().pipeline().equals(checked.pipeline()) && before.wish().node().equals(checked.node());
            if (same) {
                alerts.changed();
            } else {
                alerts.end(id, clock.instant());
            }
        });
        LOG.info("{} changed the rule for alerts '{}'", who, checked.name());
        return rule(id);
    }

    @Override public void delete(RuleId id, String who) {
        Rule before = rule(id);
        transaction.executeWithoutResult(status -> {
            alerts.end(id, clock.instant());
            rules.delete(id);
        });
        LOG.info("{} deleted the rule for alerts '{}'", who, before.wish().name());
    }

    @Override public Rule mute(RuleId id, Optional<Instant> until, String who) {
        Instant now = clock.instant();
        if (until.filter(time -> !time.isAfter(now) || time.isAfter(Rule.FOR_EVER)).isPresent()) {
            throw new RuleRefused("A rule is muted until a time to come");
        }
        if (!rules.mute(id, until)) {
            throw unknown(id);
        }
        alerts.changed();
        LOG.info("{} {} the rule for alerts {}", who, until.isPresent() ? "muted" : "unmuted", id);
        return rule(id);
    }

    @Override public List<Channel> channels() {
        return messages.channels();
    }

    @Override public Channel add(Channel.Wish wish, String who) {
        administrator(who);
        Channel.Wish checked = checked(wish);
        if (messages.channels().size() >= MOST_CHANNELS) {
            throw new RuleRefused("There are " + MOST_CHANNELS + " channels: delete some first");
        }
        ChannelId id = ChannelId.random();
        named(checked, () -> messages.insert(id, checked, who));
        return channel(id);
    }

    @Override public Channel change(ChannelId id, Channel.Wish wish, String who) {
        administrator(who);
        Channel.Wish checked = checked(wish);
        named(checked, () -> {
            if (!messages.update(id, checked)) {
                throw new UnknownAlert("channel", id);
            }
        });
        return channel(id);
    }

    private void named(Channel.Wish wish, Runnable write) {
        try {
            write.run();
            alerts.changed();
        } catch (DuplicateKeyException taken) {
            throw new RuleRefused("There is a channel called '" + wish.name() + "' already");
        }
    }

    private Channel.Wish checked(Channel.Wish wish) {
        switch (wish.target()) {
            case Target.Webhook hook -> known("HTTP service", hook.service(), offered.services(), ". Set millrace.http.<name>.url where Millrace is started");
            case Target.Mail to -> {
                if (!offered.mail()) {
                    throw new RuleRefused("No server for mail is set up. Set spring.mail.host where Millrace is started");
                }
                TargetJson.mail(to.to());
            }
            case Target.KafkaTopic topic -> {
                known("Kafka cluster", topic.cluster(), offered.clusters(), "");
                TargetJson.topic(topic.cluster(), topic.topic());
            }
        }
        return new Channel.Wish(RuleCheck.name(wish.name(), "channel"), wish.target(), wish.least());
    }

    private static void known(String what, String name, List<String> known, String otherwise) {
        if (!known.contains(name)) {
            throw new RuleRefused("No " + what + " '" + (name.length() <= 60 ? name : name.substring(0, 59) + "…") + "' is set up"
                    + (known.isEmpty() ? otherwise : "; there is " + String.join(", ", known)));
        }
    }

    private Channel channel(ChannelId id) {
        return messages.channels().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow(() -> new UnknownAlert("channel", id));
    }

    @Override public void delete(ChannelId id, String who) {
        administrator(who);
        if (!messages.delete(id)) {
            throw new UnknownAlert("channel", id);
        }
        alerts.changed();
    }

    @Override public void tryOut(ChannelId id, String who) {
        administrator(who);
        Instant now = clock.instant();
        messages.add(channel(id).id(), new MessageItem(UUID.randomUUID().toString(), MessageItem.What.TRIAL, "Trial", Severity.INFO, NO_PIPELINE.toString(), "Millrace", "", "", "",
                who + " tries whether messages arrive", now), now, now);
    }

    private void administrator(String who) {
        if (!isAdministrator(who)) {
            throw new AdministratorsOnly("Only administrators say where messages are sent to: they leave Millrace there. Everybody may make rules");
        }
    }

    @Override public boolean isAdministrator(String who) {
        return users.find(who).filter(u -> u.role() == User.Role.ADMINISTRATOR).isPresent();
    }

    @Override public Offered offered() {
        return offered;
    }

    @Override public List<Message> undelivered() {
        return messages.undelivered(MOST_UNDELIVERED);
    }

    @Override public void sendAgain(MessageId id) {
        if (!messages.again(id, clock.instant())) {
            throw new UnknownAlert("undelivered message", id);
        }
        alerts.changed();
    }

    @Override public void drop(MessageId id) {
        if (!messages.drop(id)) {
            throw new UnknownAlert("undelivered message", id);
        }
        alerts.changed();
    }

    @Override public Subscription listen(Runnable listener) {
        return listeners.add(listener);
    }

    @Override public Subscription listenToRaised(IntConsumer listener) {
        return listeners.add(listener);
    }
}
