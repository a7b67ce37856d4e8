package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;

/** What stands between the fields of a CSV record, as a setting: one character, or "tab". */
public final class Separator {
    private Separator() {}

    /** The character; a diagnostic and a comma where it is none. */
    public static char read(String path, String text, Scope at) {
        if (text.strip().equalsIgnoreCase("tab")) {
            return '\t';
        }
        String one = text.length() == 1 ? text : text.strip();
        if (one.length() != 1 || "\"\n\r".contains(one) || Character.isSurrogate(one.charAt(0))) {
            at.error(Code.BAD_SETTING, path, "'" + text + "' cannot separate fields", "Use one character, such as a comma or a semicolon, or write tab");
            return ',';
        }
        return one.charAt(0);
    }
}
