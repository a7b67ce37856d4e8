package dev.millrace.server;

import java.util.Optional;
import java.util.UUID;

/** Identities as people and browsers hand them in. */
public final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    /** Of a text in the usual form of 36 characters; empty for anything else, since Java takes shorter ones too. */
    public static Optional<UUID> parse(String text) {
        try {
            return text != null && text.length() == LENGTH ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
