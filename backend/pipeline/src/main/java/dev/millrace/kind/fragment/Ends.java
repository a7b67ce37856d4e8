package dev.millrace.kind.fragment;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Scope;
import java.util.regex.Pattern;

/** What the ways in and out of a fragment have in common. */
public final class Ends {
    public static final String INPUT = "fragment.input";
    public static final String OUTPUT = "fragment.output";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private Ends() {}

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Says so where a name cannot be that of a port. */
    public static void checkName(String name, Scope at) {
        if (!isName(name)) {
            at.error(Code.BAD_SETTING, "name", "'" + name + "' cannot name a port", "Begin with a letter, and use lower-case letters, digits and hyphens");
        }
    }
}
