package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The functions that are offered while a person types, from functions.txt; the planner knows more and takes them too. */
final class Functions {
    static final List<FunctionHelp> HELP = read().stream().map(Entry::help).sorted(Comparator.comparing(FunctionHelp::name)).toList();

    private Functions() {}

    /** @param example an expression without columns that uses the function */
    record Entry(FunctionHelp help, String example) {}

    static List<Entry> read() {
        var stream = Objects.requireNonNull(Functions.class.getResourceAsStream("functions.txt"), "functions.txt is missing");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(Functions::entry).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        String[] parts = line.split(" *\\| *", 3);
        String signature = parts[0].strip();
        int bracket = signature.indexOf('(');
        String name = bracket < 0 ? signature : signature.substring(0, bracket);
        return new Entry(new FunctionHelp(name, signature, parts[1].strip()), parts[2].strip());
    }
}
