package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import java.util.regex.Pattern;

/** The setting that kinds share which talk to a service over HTTP: addresses and secrets stand where Millrace is started. */
public final class HttpService {
    public static final String HELP = "Name of a service that is set up where Millrace is started (millrace.http), with its address and headers";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private HttpService() {}

    /** Says what is wrong with the setting {@code service}. */
    public static void check(String service, Scope at) {
        if (!service.isEmpty() && !NAME.matcher(service).matches()) {
            at.error(Code.BAD_SETTING, "service", "This is no name of a service that is set up",
                    "Use the name under millrace.http: lower-case letters, digits and hyphens. An address or a password does not belong here");
        }
    }
}
