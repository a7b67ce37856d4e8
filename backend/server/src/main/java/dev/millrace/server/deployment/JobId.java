package dev.millrace.server.deployment;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Identity of a job on a Flink cluster: 32 hexadecimal digits, chosen by us before the job is submitted. */
public record JobId(String value) {
    public JobId {
        if (!value.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("'" + value + "' is no job id");
        }
    }

    public static JobId random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return new JobId(HexFormat.of().formatHex(bytes));
    }

    @Override public String toString() {
        return value;
    }
}
