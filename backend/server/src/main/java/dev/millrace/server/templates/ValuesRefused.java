package dev.millrace.server.templates;

import dev.millrace.diagnostic.Diagnostics;

/** The values of a template's parameters do not fit, or some are missing. */
public final class ValuesRefused extends RuntimeException {
    private final transient Diagnostics diagnostics;

    public ValuesRefused(Diagnostics diagnostics) {
        super("Some values are missing or do not fit: " + diagnostics.all().getFirst().message());
        this.diagnostics = diagnostics;
    }

    /** At the names of the parameters, as settings of {@link dev.millrace.kind.ParameterValues#PLACE}. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
