package dev.millrace.server.columns;

import dev.millrace.schema.AvroText;
import dev.millrace.schema.JsonSchemaText;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.outside.DatabaseTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proposes columns from schemas. */
final class SchemaColumns {
    private static final JsonMapper JSON = new JsonMapper();

    private SchemaColumns() {}

    /** @throws ProposalRefused where the text is no schema of either kind */
    static Proposal of(String from, String text) {
        if (text.length() > Columns.LONGEST_TEXT) {
            throw new ProposalRefused("The schema is longer than " + Columns.LONGEST_TEXT + " characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new ProposalRefused("The schema is no valid JSON" + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr())
                    + ". Give a JSON Schema (.json) or an Avro schema (.avsc)");
        }
        if (root.path("type").asString("").equals("record")) {
            return avro(from, text);
        }
        if (JsonSchemaText.isOne(root)) {
            return json(from, text);
        }
        throw new ProposalRefused("This is neither a JSON Schema of an object nor an Avro schema of a record"
                + (root.isObject() || root.isArray() ? ". If it is a sample of the data, choose Samples" : ""));
    }

    static Proposal avro(String from, String text) {
        var columns = new ArrayList<Proposed>();
        var notes = new ArrayList<String>();
        List<AvroText.Field> fields = read(() -> AvroText.fields(text));
        fields.forEach(f -> f.type().ifPresent(t -> columns.add(column(f.name(), t, f.nullable(), ""))));
        String none = fields.stream().filter(f -> f.type().isEmpty()).map(f -> Names.shown(f.name())).collect(Collectors.joining(", "));
        if (!none.isEmpty()) {
            notes.add("Left out, as no column can hold them: " + none);
        }
        return proposal(from, columns, List.of(), notes);
    }

    static Proposal json(String from, String text) {
        var columns = new ArrayList<Proposed>();
        var notes = new ArrayList<String>();
        List<JsonSchemaText.Field> fields = read(() -> JsonSchemaText.fields(text));
        fields.stream().filter(f -> Names.canBeColumn(f.name())).forEach(f -> columns.add(column(f.name(), f.type(), f.nullable(), f.note())));
        String none = fields.stream().map(JsonSchemaText.Field::name).filter(n -> !Names.canBeColumn(n)).map(Names::shown).collect(Collectors.joining(", "));
        if (!none.isEmpty()) {
            notes.add("Left out, as their names cannot be typed: " + none);
        }
        return proposal(from, columns, List.of(), notes);
    }

    static Proposal table(String from, DatabaseTables.Table table) {
        List<Proposed> columns = table.columns().stream().map(c -> column(c.name(), c.type(), c.nullable(), c.note())).toList();
        return proposal(from, columns, table.key(), table.key().isEmpty() ? List.of("The table has no primary key") : List.of());
    }

    private static Proposed column(String name, LogicalType type, boolean nullable, String note) {
        return new Proposed(name, type, nullable, Optional.empty(), type.equals(LogicalType.STRING) ? List.of() : List.of(LogicalType.STRING), Optional.empty(), note);
    }

    private static Proposal proposal(String from, List<Proposed> columns, List<String> key, List<String> notes) {
        return new Proposal(from, 0, 0, columns, Inference.timeColumn(columns), key, true, notes);
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw new ProposalRefused(wrong.getMessage());
        }
    }
}
