package dev.millrace.flink.expression;

import dev.millrace.rel.ExpressionTyper.FunctionHelp;
import dev.millrace.schema.Suggestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The functions that are offered while a person types, from functions.txt; the planner knows more and takes them too. */
final class Functions {
    static final List<FunctionHelp> HELP = read().stream().map(Entry::help).sorted(Comparator.comparing(FunctionHelp::name)).toList();

    private Functions() {}

    /** @param example an expression without columns that uses the function */
    record Entry(FunctionHelp help, String example) {}

    /** How it is written, or the one that was probably meant; empty where nothing is like it. */
    static Optional<String> meant(String name) {
        Optional<FunctionHelp> known = find(name);
        return known.map(f -> "It is written " + f.signature())
                .or(() -> Suggestion.closest(name, HELP.stream().map(FunctionHelp::name).toList()).flatMap(Functions::find).map(f -> "Did you mean " + f.signature() + "?"));
    }

    private static Optional<FunctionHelp> find(String name) {
        return HELP.stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
    }

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
        String name = signature.split("[(\\[]", 2)[0];
        return new Entry(new FunctionHelp(name, signature, parts[1].strip()), parts[2].strip());
    }
}
