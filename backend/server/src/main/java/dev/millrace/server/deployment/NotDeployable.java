package dev.millrace.server.deployment;

import dev.millrace.diagnostic.Diagnostics;

/** The revision has errors; the diagnostics say where and why. */
public final class NotDeployable extends RuntimeException {
    private final transient Diagnostics diagnostics;

    public NotDeployable(Diagnostics diagnostics) {
        super(diagnostics.all().stream().filter(d -> d.severity() == dev.millrace.diagnostic.Severity.ERROR).findFirst()
                .map(d -> "The pipeline cannot run yet: " + d.message()).orElse("The pipeline cannot run yet"));
        this.diagnostics = diagnostics;
    }

    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
