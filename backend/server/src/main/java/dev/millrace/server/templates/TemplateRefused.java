package dev.millrace.server.templates;

import dev.millrace.diagnostic.Diagnostics;

/** A drawing, or a file, cannot become a template; the message says why in the user's words. */
public final class TemplateRefused extends RuntimeException {
    private final transient Diagnostics diagnostics;

    public TemplateRefused(String message) {
        this(message, Diagnostics.NONE);
    }

    public TemplateRefused(String message, Diagnostics diagnostics) {
        super(message);
        this.diagnostics = diagnostics;
    }

    /** What is wrong with the drawing; none where something else is. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
