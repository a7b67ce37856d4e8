package dev.millrace.server.columns;

/** Names of columns. */
final class Names {
    private static final int LONGEST = 200;

    private Names() {}

    /** Whether a person could type it into a field: quotes and blanks can be typed, a line break cannot. */
    static boolean canBeColumn(String name) {
        return !name.isBlank() && name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl);
    }

    static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "␤");
        return "'" + (plain.length() <= 40 ? plain : plain.substring(0, 40) + "…") + "'";
    }
}
