package dev.millrace.server.outside;

import java.util.Collection;
import java.util.TreeSet;

/** What was asked for is not set up, or not there; the message says what is. */
public final class UnknownOutside extends RuntimeException {
    public UnknownOutside(String message) {
        super(message);
    }

    /** @param what "schema registry" @param setting under which such systems are set up, "millrace.registries" */
    static UnknownOutside notSetUp(String what, String name, String setting, Collection<String> known) {
        return new UnknownOutside("No " + what + " '" + name + "' is set up" + (known.isEmpty() ? ". Set " + setting + ".<name>.url where Millrace is started"
                : "; there is " + String.join(", ", new TreeSet<>(known))));
    }
}
