package dev.millrace.server.fragments;

import dev.millrace.diagnostic.Diagnostics;

/** The pipeline cannot be used as a fragment: it has no way in or out, or it has errors. */
public final class NotPublishable extends RuntimeException {
    private final transient Diagnostics diagnostics;

    public NotPublishable(String message, Diagnostics diagnostics) {
        super(message);
        this.diagnostics = diagnostics;
    }

    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
