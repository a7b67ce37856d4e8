package dev.millrace.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Channels, and the messages that wait for them, in PostgreSQL. */
final class MessageStore {
    /** What comes within this time of the first is told in one message. */
    static final Duration GATHERED = Duration.ofSeconds(10);
    private static final int MOST_ITEMS = 50;
    private static final String SELECT = """
            select m.*, c.name, c.target, c.least, c.made_by from alert_message m join alert_channel c on c.id = m.channel
            """;

    private final JdbcClient jdbc;

    MessageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Channel> channels() {
        return jdbc.sql("select id as channel, name, target, least, made_by from alert_channel order by name").query((row, n) -> channel(row)).list();
    }

    void insert(ChannelId id, Channel.Wish wish, String who) {
        jdbc.sql("insert into alert_channel (id, name, target, least, made_by) values (?, ?, ?::jsonb, ?, ?)")
                .params(id.value(), wish.name(), TargetJson.write(wish.target()).toString(), wish.least().name(), who).update();
    }

    boolean update(ChannelId id, Channel.Wish wish) {
        return jdbc.sql("update alert_channel set name = ?, target = ?::jsonb, least = ? where id = ?")
                .params(wish.name(), TargetJson.write(wish.target()).toString(), wish.least().name(), id.value()).update() == 1;
    }

    boolean delete(ChannelId id) {
        return jdbc.sql("delete from alert_channel where id = ?").param(id.value()).update() == 1;
    }

    /** Tells every channel that wants to know. In the transaction of the calling thread. */
    void add(MessageItem item, Instant now) {
        channels().stream().filter(channel -> item.severity().compareTo(channel.wish().least()) >= 0).forEach(channel -> add(channel.id(), item, now, now.plus(GATHERED)));
    }

    /** With what waits for the same channel about the same pipeline, where that was not tried yet. */
    void add(ChannelId channel, MessageItem item, Instant now, Instant due) {
        int joined = jdbc.sql("""
                update alert_message set items = items || ?::jsonb where id = (
                    select id from alert_message where channel = ? and pipeline = ? and state = 'WAITING' and tries = 0 and due_at > ? and jsonb_array_length(items) < ?
                    order by due_at limit 1 for update)
                """).params(json(List.of(item)), channel.value(), UUID.fromString(item.pipeline()), AlertRows.time(now), MOST_ITEMS).update();
        if (joined == 0) {
            jdbc.sql("insert into alert_message (id, channel, pipeline, items, state, made_at, due_at) values (?, ?, ?, ?::jsonb, 'WAITING', ?, ?)")
                    .params(UUID.randomUUID(), channel.value(), UUID.fromString(item.pipeline()), json(List.of(item)), AlertRows.time(now), AlertRows.time(due)).update();
        }
    }

    private static String json(List<MessageItem> items) {
        return AlertRows.JSON.writeValueAsString(items);
    }

    /** Those to be tried now, oldest first. */
    List<Message> due(Instant now, int most) {
        return jdbc.sql(SELECT + "where m.state = 'WAITING' and m.due_at <= ? order by m.due_at, m.id limit ?").params(AlertRows.time(now), most)
                .query((row, n) -> message(row)).list();
    }

    /** Those that have failed and were not sent since, newest first. */
    List<Message> undelivered(int most) {
        return jdbc.sql(SELECT + "where m.state = 'GIVEN_UP' or m.state = 'WAITING' and m.tries > 0 order by m.made_at desc, m.id limit ?").param(most)
                .query((row, n) -> message(row)).list();
    }

    void sent(MessageId id, Instant now) {
        jdbc.sql("update alert_message set state = 'SENT', sent_at = ? where id = ?").params(AlertRows.time(now), id.value()).update();
    }

    /** @param again when it is tried next; empty: never */
    void failed(MessageId id, String trouble, Optional<Instant> again) {
        jdbc.sql("update alert_message set tries = tries + 1, trouble = ?, state = ?, due_at = coalesce(?, due_at) where id = ? and state = 'WAITING'")
                .params(trouble, again.isPresent() ? Message.State.WAITING.name() : Message.State.GIVEN_UP.name(), AlertRows.time(again), id.value()).update();
    }

    boolean again(MessageId id, Instant now) {
        return jdbc.sql("update alert_message set state = 'WAITING', due_at = ? where id = ? and state <> 'SENT'").params(AlertRows.time(now), id.value()).update() == 1;
    }

    boolean drop(MessageId id) {
        return jdbc.sql("delete from alert_message where id = ? and state <> 'SENT'").param(id.value()).update() == 1;
    }

    int forgetMadeBefore(Instant time) {
        return jdbc.sql("delete from alert_message where state <> 'WAITING' and made_at < ?").param(AlertRows.time(time)).update();
    }

    private static Channel channel(ResultSet row) throws SQLException {
        return new Channel(new ChannelId(row.getObject("channel", UUID.class)), new Channel.Wish(row.getString("name"),
                TargetJson.read(AlertRows.JSON.readTree(row.getString("target"))), Severity.valueOf(row.getString("least"))), row.getString("made_by"));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(new MessageId(row.getObject("id", UUID.class)), channel(row), new ArrayList<>(Arrays.asList(AlertRows.JSON.readValue(row.getString("items"), MessageItem[].class))),
                Message.State.valueOf(row.getString("state")), AlertRows.instant(row, "made_at").orElseThrow(), AlertRows.instant(row, "due_at").orElseThrow(),
                row.getInt("tries"), row.getString("trouble"), AlertRows.instant(row, "sent_at"));
    }
}
