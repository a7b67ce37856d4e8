package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A look at the characters of an expression before a parser sees them: bounds for its work, and a plain word about what has no
 * place in an expression. What it lets through is not yet safe; that is for {@link ExpressionParser}.
 */
final class Screening {
    static final int LONGEST = 8_000;
    static final int DEEPEST = 60;

    private Screening() {}

    static Optional<Problem> of(String text) {
        if (text.isBlank()) {
            return problem(0, text.length(), "The expression is empty", "Write for example amount > 10");
        }
        if (text.length() > LONGEST) {
            return problem(LONGEST, text.length(), "The expression is longer than " + LONGEST + " characters",
                    "Split it over several nodes");
        }
        return scan(text);
    }

    private static Optional<Problem> scan(String text) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\'' || c == '`') {
                int end = closing(text, i, c);
                if (end < 0) {
                    return problem(i, text.length(), c == '\'' ? "The text that begins here has no closing quote"
                            : "The name that begins here has no closing back quote", "Add " + c + " at its end");
                }
                i = end;
            } else if (c == '"') {
                return problem(i, i + 1, "Double quotes are not used in expressions",
                        "Text stands in single quotes ('text'), column names in back quotes (`name`)");
            } else if (c == '-' && next == '-') {
                return problem(i, i + 2, "'--' begins a comment, and comments cannot be in an expression",
                        "To subtract a negative number, write a space between: 1 - -2");
            } else if (c == '/' && (next == '*' || next == '/')) {
                return problem(i, i + 2, "Comments and hints cannot be in an expression", "Remove it");
            } else if (c == ';') {
                return problem(i, i + 1, "An expression is one value, not a list of statements", "Remove what begins at ';'");
            } else if (Character.isISOControl(c) && !Character.isWhitespace(c)) {
                return problem(i, i + 1, "There is an invisible control character here", "Remove it");
            } else if (c == '(' || c == '[') {
                open.push(i);
                if (open.size() > DEEPEST) {
                    return problem(i, i + 1, "Brackets are nested more than " + DEEPEST + " deep", "Split the expression over several nodes");
                }
            } else if (c == ')' || c == ']') {
                if (open.isEmpty()) {
                    return problem(i, i + 1, "This '" + c + "' closes nothing", "Remove it, or open a bracket before");
                }
                open.pop();
            }
        }
        return open.isEmpty() ? Optional.empty()
                : problem(open.peek(), open.peek() + 1, "This '" + text.charAt(open.peek()) + "' is never closed", "Close it");
    }

    /** Where a quoted stretch ends; a doubled quote stands for itself. */
    private static int closing(String text, int from, char quote) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    private static Optional<Problem> problem(int from, int to, String message, String hint) {
        return Optional.of(new Problem(from, to, message, hint));
    }
}
