package dev.millrace.compile;

import dev.millrace.kind.Read;
import dev.millrace.rel.ColumnUses;
import dev.millrace.rel.ColumnUses.InputUse;
import dev.millrace.rel.ColumnUses.Use;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Writes the text of one setting anew, with columns under their new names. All but the names stays as it was typed. */
final class Rewriting {
    private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]+)}");
    private static final JsonMapper JSON = new JsonMapper();
    private final ColumnUses uses;

    /** Characters {@code from} (inclusive) to {@code to} (exclusive) become the text. */
    private record Change(int from, int to, String text) {}

    Rewriting(ColumnUses uses) {
        this.uses = uses;
    }

    /**
     * @param was the columns that the text names
     * @param is the same columns under their new names, or for a query the same inputs
     * @param between tells which names are other ones
     * @return the text as it is where nothing in it has another name; empty where it cannot be read
     */
    Optional<String> of(String text, Read was, Read is, BiFunction<Schema, Schema, Optional<Map<String, String>>> between) {
        return switch (was) {
            case Read.Name name when is instanceof Read.Name now -> between.apply(name.in(), now.in()).map(r -> text.equals(name.column()) ? r.getOrDefault(text, text) : text);
            case Read.InExpression in when is instanceof Read.InExpression now -> between.apply(in.in(), now.in()).flatMap(r -> r.isEmpty() ? Optional.of(text) : expression(text, in.steps(), r));
            case Read.InQuery in when is instanceof Read.InQuery now -> query(text, in.in(), now.in(), between);
            case Read.InPath in when is instanceof Read.InPath now -> between.apply(in.in(), now.in()).map(r -> path(text, r));
            case Read.InRows in when is instanceof Read.InRows now -> between.apply(in.in(), now.in()).flatMap(r -> r.isEmpty() ? Optional.of(text) : rows(text, r));
            default -> Optional.of(text);
        };
    }

    private Optional<String> expression(String text, List<String> steps, Map<String, String> renames) {
        return uses.usesIn(new Expression(Fill.inPlace(text)), steps).map(found -> {
            var changes = new ArrayList<Change>();
            for (Use use : found) {
                if (renames.containsKey(use.name())) {
                    changes.add(new Change(use.from(), use.to(), named(text.substring(use.from(), use.to()), renames.get(use.name()))));
                }
            }
            return changed(text, changes);
        });
    }

    /** Names of the inputs may be other ones too; they are the same by their places. */
    private Optional<String> query(String text, SequencedMap<String, Schema> was, SequencedMap<String, Schema> is,
            BiFunction<Schema, Schema, Optional<Map<String, String>>> between) {
        if (was.size() != is.size()) {
            return Optional.empty();
        }
        List<String> inputs = List.copyOf(is.keySet());
        var inputNames = new HashMap<String, String>();
        var columnNames = new HashMap<String, Map<String, String>>();
        for (String input : was.keySet()) {
            String now = inputs.get(inputNames.size());
            var renames = between.apply(was.get(input), is.get(now));
            if (renames.isEmpty()) {
                return Optional.empty();
            }
            inputNames.put(input, now);
            columnNames.put(input, renames.get());
        }
        if (inputNames.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue())) && columnNames.values().stream().allMatch(Map::isEmpty)) {
            return Optional.of(text);
        }
        return uses.usesInQuery(Fill.inPlace(text), was).flatMap(found -> {
            var changes = new HashMap<Integer, Change>();
            for (InputUse use : found) {
                String old = use.column().orElse(use.input());
                String now = use.column().isPresent() ? columnNames.get(use.input()).getOrDefault(old, old) : inputNames.get(use.input());
                var change = new Change(use.from(), use.to(), old.equals(now) ? text.substring(use.from(), use.to()) : named(text.substring(use.from(), use.to()), now));
                Change other = changes.put(use.from(), change);
                if (other != null && !other.equals(change)) {
                    // USING names columns of two inputs at once, and only one of them has another name.
                    return Optional.empty();
                }
            }
            return Optional.of(changed(text, List.copyOf(changes.values())));
        });
    }

    /** In back quotes where the old name was, or where the new one is none without. */
    private String named(String old, String name) {
        return old.startsWith("`") || !isPlain(name) ? Identifiers.quote(name) : name;
    }

    private boolean isPlain(String name) {
        return Identifiers.quoteIfNeeded(name).equals(name)
                && uses.usesIn(new Expression(name), List.of()).filter(List.of(new Use(0, name.length(), name))::equals).isPresent();
    }

    private static String path(String text, Map<String, String> renames) {
        return IN_BRACES.matcher(text).replaceAll(m -> Matcher.quoteReplacement("{" + renames.getOrDefault(m.group(1).strip(), m.group(1)) + "}"));
    }

    /** Names of fields of the outermost objects; what is in them is a value. */
    private static Optional<String> rows(String text, Map<String, String> renames) {
        var changes = new ArrayList<Change>();
        int depth = 0;
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.PROPERTY_NAME && depth == 2 && renames.containsKey(parser.currentName())) {
                    int from = (int) parser.currentTokenLocation().getCharOffset();
                    changes.add(new Change(from, closingQuote(text, from) + 1, JSON.writeValueAsString(renames.get(parser.currentName()))));
                }
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.of(changed(text, changes));
    }

    private static int closingQuote(String text, int opening) {
        int at = opening + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static String changed(String text, List<Change> changes) {
        var now = new StringBuilder(text);
        changes.stream().sorted(Comparator.comparingInt(Change::from).reversed()).forEach(c -> now.replace(c.from(), c.to(), c.text()));
        return now.toString();
    }
}
