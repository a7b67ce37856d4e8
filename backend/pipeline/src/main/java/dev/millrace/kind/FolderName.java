package dev.millrace.kind;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A folder below the one that is set up for files, such as "orders/2026". It cannot lead out of there. */
public record FolderName(String value) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_. =-]{0,99}");
    private static final int LONGEST = 500;

    public FolderName {
        if (value.length() > LONGEST || value.endsWith("/") || !Arrays.stream(value.split("/", -1)).allMatch(p -> PART.matcher(p).matches())) {
            throw new IllegalArgumentException("'" + value + "' is no folder: names of letters, digits, _ . = - and spaces, with / between them; "
                    + "it lies below the folder that is set up for files");
        }
    }

    @Override public String toString() {
        return value;
    }
}
