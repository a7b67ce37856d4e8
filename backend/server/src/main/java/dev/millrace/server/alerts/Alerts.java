package dev.millrace.server.alerts;

import dev.millrace.server.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What is not as it should be, the rules by which that is found, and who is told. */
public interface Alerts {
    /** All that are not resolved; those that fire first, of those the worst, the newest, and those that nobody has acknowledged first. */
    List<Alert> open();

    /** @throws UnknownAlert */
    Alert get(AlertId id);

    /** Resolved ones, newest first. */
    List<Alert> history(int most);

    /** How many fire, acknowledged ones too. */
    int raised();

    /** Somebody knows of it and sees to it: it is not told any more. Does nothing where it does not fire, or somebody has said so already. @throws UnknownAlert */
    Alert acknowledge(AlertId id, String who);

    /** Those for all pipelines first. */
    List<Rule> rules();

    /** @throws UnknownAlert */
    Rule rule(RuleId id);

    /** @throws RuleRefused */
    Rule add(Rule.Wish wish, String who);

    /** What it has raised is over, where it is about something else now. @throws RuleRefused @throws UnknownAlert */
    Rule change(RuleId id, Rule.Wish wish, String who);

    /** What it has raised is over, and nobody is told. @throws UnknownAlert */
    void delete(RuleId id, String who);

    /** @param until no messages are sent before; empty: they are sent again @throws RuleRefused where it is over already @throws UnknownAlert */
    Rule mute(RuleId id, Optional<Instant> until, String who);

    List<Channel> channels();

    /** @throws RuleRefused @throws dev.millrace.server.security.AdministratorsOnly */
    Channel add(Channel.Wish wish, String who);

    /** @throws RuleRefused @throws UnknownAlert @throws dev.millrace.server.security.AdministratorsOnly */
    Channel change(ChannelId id, Channel.Wish wish, String who);

    /** What waits for it is not sent. @throws UnknownAlert @throws dev.millrace.server.security.AdministratorsOnly */
    void delete(ChannelId id, String who);

    /** Sends a trial message, which is undelivered where it does not arrive. @throws UnknownAlert @throws dev.millrace.server.security.AdministratorsOnly */
    void tryOut(ChannelId id, String who);

    boolean isAdministrator(String who);

    /** What channels may lead to. */
    Offered offered();

    /** Messages that did not arrive, newest first. */
    List<Message> undelivered();

    /** Tries it at once. @throws UnknownAlert where it is not there, or was sent */
    void sendAgain(MessageId id);

    /** Gives it up and forgets it. @throws UnknownAlert where it is not there, or was sent */
    void drop(MessageId id);

    /** Calls back after each change of what fires, of rules, and of what could not be delivered. The listener must be quick. */
    Subscription listen(Runnable listener);

    /** Calls back after the same changes with how many fire, which is counted once for all who listen. The listener must be quick. */
    Subscription listenToRaised(IntConsumer listener);

    /**
     * @param services names of HTTP services that are set up
     * @param mail whether a server for mail is set up
     * @param clusters of Kafka, the default one first
     */
    record Offered(List<String> services, boolean mail, List<String> clusters) {}
}
