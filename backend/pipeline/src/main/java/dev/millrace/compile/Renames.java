package dev.millrace.compile;

import dev.millrace.kind.Read;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a schema are called otherwise in another, old name to new. Columns keep their places when they are renamed, so it is the
 * place that tells.
 */
final class Renames {
    private Renames() {}

    /** Whether two readings are of the same columns under the same names. */
    static boolean isSame(Read was, Read is) {
        return switch (was) {
            case Read.Name name -> is instanceof Read.Name now && name.in().names().equals(now.in().names());
            case Read.InExpression in -> is instanceof Read.InExpression now && in.in().names().equals(now.in().names());
            case Read.InPath in -> is instanceof Read.InPath now && in.in().names().equals(now.in().names());
            case Read.InRows in -> is instanceof Read.InRows now && in.in().names().equals(now.in().names());
            case Read.OfField field -> true;
            case Read.InQuery in -> is instanceof Read.InQuery now && List.copyOf(in.in().entrySet()).equals(List.copyOf(now.in().entrySet()));
        };
    }

    /** By place, whatever the names; empty where the two are not the same columns. */
    static Optional<Map<String, String>> between(Schema was, Schema is) {
        List<Column> before = was.columns();
        List<Column> after = is.columns();
        if (before.size() != after.size()) {
            return Optional.empty();
        }
        var renames = new LinkedHashMap<String, String>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).type().equals(after.get(i).type())) {
                return Optional.empty();
            }
            if (!before.get(i).name().equals(after.get(i).name())) {
                renames.put(before.get(i).name(), after.get(i).name());
            }
        }
        return Optional.of(renames);
    }

    /** The same where a person wrote the columns, who may also have changed their order: a name that is in both is no rename. */
    static Optional<Map<String, String>> meant(Schema was, Schema is) {
        return between(was, is).filter(renames -> {
            var kept = new HashSet<>(was.names());
            kept.retainAll(is.names());
            return renames.keySet().stream().noneMatch(kept::contains) && renames.values().stream().noneMatch(kept::contains);
        });
    }
}
