package dev.millrace.server.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message to a channel, about one or several alerts of one pipeline.
 *
 * @param dueAt when it is tried next
 * @param tries that have failed so far
 * @param trouble why the last of them did; empty where none has
 */
public record Message(MessageId id, Channel channel, List<MessageItem> items, State state, Instant madeAt, Instant dueAt, int tries, String trouble,
        Optional<Instant> sentAt) {
    public Message {
        items = List.copyOf(items);
    }

    public enum State { WAITING, SENT,
        /** It is not tried again by itself. */
        GIVEN_UP }
}
