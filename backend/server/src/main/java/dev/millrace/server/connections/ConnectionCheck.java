package dev.millrace.server.connections;

import java.time.Duration;
import java.util.List;

/**
 * What was found when a system was tried to be reached.
 *
 * @param name of the connection, such as kafka or flink-west
 * @param address where it was looked for; never with a password
 * @param cause what is the matter
 * @param finding one sentence that says it
 * @param hint what to do; empty where nothing is to be done
 * @param facts what the system says of itself, in order; none where it was not reached
 * @param took from the first step to the last
 */
public record ConnectionCheck(String name, String address, Cause cause, String finding, String hint, List<Fact> facts, Duration took) {
    public ConnectionCheck {
        facts = List.copyOf(facts);
    }

    /** The longest a check takes. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Whether it can be worked with. */
    public boolean works() {
        return cause == Cause.NONE || cause == Cause.OTHER_VERSION;
    }

    public record Fact(String name, String value) {}

    /** What keeps a connection from working, from the outside inwards. */
    public enum Cause {
        /** It works. */
        NONE,
        /** The address cannot be one. */
        BAD_ADDRESS,
        /** No host has this name. */
        UNKNOWN_HOST,
        /** The host answers that nothing listens on the port. */
        NOTHING_LISTENS,
        /** Nothing comes back. */
        NO_ANSWER,
        /** Something else listens there. */
        SOMETHING_ELSE,
        /** The other side wants TLS, and is spoken to without. */
        TLS_EXPECTED,
        /** The other side is without TLS, and is spoken to with it. */
        TLS_NOT_EXPECTED,
        /** Its certificate is not signed by anybody who is trusted, is out of date, or is for another name. */
        CERTIFICATE_NOT_TRUSTED,
        /** It wants a certificate from us. */
        CERTIFICATE_WANTED,
        /** It wants a sign-in, and none is set up. */
        SIGN_IN_EXPECTED,
        /** A sign-in is set up, and it knows none. */
        SIGN_IN_NOT_EXPECTED,
        /** It knows other ways to sign in. */
        OTHER_MECHANISM,
        /** It did not accept user and password, or the token. */
        SIGN_IN_REFUSED,
        /** It gives an address of its own that cannot be reached from here. */
        BROKER_UNREACHABLE,
        /** It is of another version than jobs are made for. */
        OTHER_VERSION,
        /** It answers, but refuses. */
        REFUSED
    }
}
