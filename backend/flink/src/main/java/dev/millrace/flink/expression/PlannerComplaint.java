package dev.millrace.flink.expression;

import dev.millrace.flink.expression.Positions.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the planner said is wrong with a query, in plain words.
 *
 * @param at characters of the query; empty where it did not say
 */
record PlannerComplaint(Optional<Span> at, String message, String hint) {
    private static final Pattern PLACE = Pattern.compile(
            "(?:From|At) line (\\d+), column (\\d+)(?: to line (\\d+), column (\\d+))?: ?(.*)", Pattern.DOTALL);
    private static final Pattern NO_FUNCTION = Pattern.compile("No match found for function signature (\\w+)\\((.*)\\).*", Pattern.DOTALL);
    private static final Pattern NOT_APPLICABLE =
            Pattern.compile("Cannot apply '([^']*)' to arguments of type '(.*?)'\\. Supported form\\(s\\): (.*)", Pattern.DOTALL);
    private static final Pattern ARGUMENTS = Pattern.compile("Invalid number of arguments to function '(\\w+)'\\. Was expecting (\\d+) arguments.*",
            Pattern.DOTALL);
    private static final Pattern CAST = Pattern.compile("Cast function cannot convert value of type (.*) to type (.*)", Pattern.DOTALL);

    static PlannerComplaint of(Throwable thrown, String query) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Matcher place = PLACE.matcher(String.valueOf(t.getMessage()));
            if (place.find()) {
                int line = Integer.parseInt(place.group(1));
                int column = Integer.parseInt(place.group(2));
                int endLine = place.group(3) == null ? line : Integer.parseInt(place.group(3));
                int endColumn = place.group(4) == null ? column : Integer.parseInt(place.group(4));
                return plain(Optional.of(Positions.span(query, line, column, endLine, endColumn)), deepest(t, place.group(5)));
            }
        }
        return plain(Optional.empty(), deepest(thrown, null));
    }

    /** The cause nearest to the bottom that says something, or what is known already. */
    private static String deepest(Throwable from, String known) {
        if (known != null && !known.isBlank()) {
            return known;
        }
        String said = "";
        for (Throwable t = from; t != null; t = t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                said = t.getMessage();
            }
        }
        return said;
    }

    private static PlannerComplaint plain(Optional<Span> at, String said) {
        String text = names(said).strip();
        Matcher m = NO_FUNCTION.matcher(text);
        if (m.matches()) {
            String arguments = m.group(2).replaceAll("[<>]", "");
            return new PlannerComplaint(at, "There is no function " + m.group(1) + (arguments.isEmpty() ? " without arguments"
                    : " that takes (" + arguments + ")"), Functions.meant(m.group(1)).orElse("Type a letter to see the functions there are"));
        }
        m = NOT_APPLICABLE.matcher(text);
        if (m.matches()) {
            return new PlannerComplaint(at, "'" + m.group(1) + "' cannot be applied here: " + m.group(2).replaceAll("[<>](?=\\w)|(?<=\\w|\\))>", ""),
                    "Supported: " + m.group(3).lines().map(String::strip).reduce((a, b) -> a + ", " + b).orElse(""));
        }
        m = ARGUMENTS.matcher(text);
        if (m.matches()) {
            return new PlannerComplaint(at, m.group(1) + " takes " + m.group(2) + (m.group(2).equals("1") ? " argument" : " arguments"), Functions.meant(m.group(1)).orElse(""));
        }
        m = CAST.matcher(text);
        if (m.matches()) {
            return new PlannerComplaint(at, "A value of type " + m.group(1) + " cannot be converted to " + m.group(2), "");
        }
        if (text.contains("Aggregate expression is illegal")) {
            return new PlannerComplaint(at, "An aggregate needs many rows; an expression sees one", "Use a window node to aggregate");
        }
        String first = text.lines().findFirst().orElse("").strip();
        return new PlannerComplaint(at, first.isEmpty() ? "Flink cannot compute this" : first, "");
    }

    /** Types by the names that a person uses. */
    private static String names(String said) {
        return said.replace("VARCHAR(2147483647)", "STRING").replace("VARBINARY(2147483647)", "BYTES")
                .replace("INTEGER", "INT").replaceAll("CHARACTER SET \"[^\"]*\"", "").replaceAll("CHAR\\(\\d+\\)", "STRING")
                .replaceAll("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP_LTZ").replaceAll(" ?\\*ROWTIME\\*", "");
    }
}
