package dev.millrace.server.alerts;

/**
 * Whether a condition holds.
 *
 * @param words what was found, in a sentence without a full stop; empty where nothing is known
 */
record Verdict(Truth truth, String words) {
    static final Verdict UNKNOWN = new Verdict(Truth.UNKNOWN, "");

    enum Truth {
        HOLDS, DOES_NOT,
        /** It cannot be told now: whatever was true stays. */
        UNKNOWN
    }

    static Verdict of(boolean holds, String words) {
        return new Verdict(holds ? Truth.HOLDS : Truth.DOES_NOT, words);
    }
}
