package dev.millrace.server.shadow;

import java.util.Locale;

/** One of the two jobs of a shadow run: the revision that runs, and the one that shall. */
enum Side {
    OLD, NEW;

    /** What its topics, consumer groups and transactions begin with. */
    String key(ShadowId id) {
        return prefix(id) + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** What all that belongs to a shadow run begins with. */
    static String prefix(ShadowId id) {
        return "millrace-shadow-" + id;
    }
}
