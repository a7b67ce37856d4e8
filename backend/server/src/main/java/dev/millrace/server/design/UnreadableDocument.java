package dev.millrace.server.design;

import dev.millrace.diagnostic.Diagnostics;

/** A text is no pipeline document; the diagnostics say where and why. */
public final class UnreadableDocument extends RuntimeException {
    private final transient Diagnostics diagnostics;

    public UnreadableDocument(String message, Diagnostics diagnostics) {
        super(message);
        this.diagnostics = diagnostics;
    }

    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
