package dev.millrace.server.columns;

/** Nothing can be proposed from what was given; the message says why, and what to do. */
public final class ProposalRefused extends RuntimeException {
    public ProposalRefused(String message) {
        super(message);
    }
}
