package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.rel.Rel;
import dev.millrace.schema.AvroText;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings {@code avroSchema} and {@code registry} of what reads or writes Avro. */
public record AvroSettings(Optional<String> schema, Optional<String> registry) {
    public static final String REGISTRY_HELP = "For Avro: name of a schema registry that is set up where Millrace is started (millrace.registries)";

    private static final Pattern REGISTRY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Rel.Format.Avro format() {
        return new Rel.Format.Avro(schema, registry);
    }

    /** Says where a registry is not named; an address may hold a password. */
    public void checkRegistry(Scope at) {
        if (registry.filter(r -> !REGISTRY.matcher(r).matches()).isPresent()) {
            at.error(Code.BAD_SETTING, "registry", "This is no name of a schema registry that is set up",
                    "Use the name under millrace.registries: lower-case letters, digits and hyphens. An address or a password does not belong here");
        }
    }

    /** The fields of the schema; empty where there is none, or where it cannot be read, which is said. */
    public Optional<List<AvroText.Field>> fields(Scope at) {
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AvroText.fields(schema.get()));
        } catch (IllegalArgumentException e) {
            at.error(Code.BAD_SETTING, "avroSchema", e.getMessage(), "Paste a schema such as {\"type\": \"record\", \"name\": \"Order\", \"fields\": "
                    + "[{\"name\": \"id\", \"type\": \"long\"}]}");
            return Optional.empty();
        }
    }

    /** Says which columns cannot be read from the fields. @param path of a column by its number */
    public static void checkRead(Column column, String path, List<AvroText.Field> fields, Scope at) {
        Optional<AvroText.Field> field = fields.stream().filter(f -> f.name().equals(column.name())).findFirst();
        if (field.isEmpty()) {
            List<String> names = fields.stream().map(AvroText.Field::name).toList();
            at.error(Code.UNKNOWN_COLUMN, path + ".name", "The Avro schema has no field '" + column.name() + "'", Suggestion.hint(column.name(), names));
        } else {
            field.get().type().filter(t -> !AvroText.fits(t, column.type())).ifPresent(t -> at.error(Code.TYPE_MISMATCH, path + ".type",
                    "'" + column.name() + "' is " + t + " in the Avro schema and cannot be read as " + column.type(), "Declare it as " + t + ", and cast it in a Map"));
        }
    }

    /** Says what keeps these columns from being written: by the schema, or where there is none, by one made of them. */
    public void checkWritten(Schema in, Scope at) {
        checkRegistry(at);
        if (schema.isEmpty()) {
            in.names().stream().filter(n -> !AvroText.isName(n)).forEach(n -> at.error(Code.BAD_SETTING, "format",
                    "'" + n + "' cannot be a name in Avro, which has letters, digits and underscores only", "Rename it in a Map before this"));
            in.columns().stream().filter(c -> !hasTextKeys(c.type())).forEach(c -> at.error(Code.TYPE_MISMATCH, "format",
                    "'" + c.name() + "' is " + c.type() + ", but keys of a map are STRING in Avro", "Leave it out, or choose JSON"));
            return;
        }
        fields(at).ifPresent(fields -> {
            List<String> names = fields.stream().map(AvroText.Field::name).toList();
            for (Column column : in.columns()) {
                Optional<AvroText.Field> field = fields.stream().filter(f -> f.name().equals(column.name())).findFirst();
                if (field.isEmpty()) {
                    at.error(Code.UNKNOWN_COLUMN, "avroSchema", "The Avro schema has no field for '" + column.name() + "'",
                            Suggestion.hint(column.name(), names));
                } else if (field.get().type().filter(t -> AvroText.fits(column.type(), t)).isEmpty()) {
                    at.error(Code.TYPE_MISMATCH, "avroSchema", "'" + column.name() + "' is " + column.type() + ", which is no "
                            + field.get().type().map(LogicalType::toString).orElse("value that can be written") + " of the Avro schema", "Cast it in a Map before this");
                } else if (column.nullable() && !field.get().nullable()) {
                    at.error(Code.TYPE_MISMATCH, "avroSchema", "'" + column.name() + "' may be NULL, but not in the Avro schema",
                            "Make its type [\"null\", …] there, or put a COALESCE in a Map before this");
                }
            }
            fields.stream().filter(f -> f.needed() && in.column(f.name()).isEmpty()).forEach(f -> at.error(Code.UNKNOWN_COLUMN, "avroSchema",
                    "The Avro schema needs '" + f.name() + "', which is no column", Suggestion.hint(f.name(), in.names())));
        });
    }

    private static boolean hasTextKeys(LogicalType type) {
        return switch (type) {
            case LogicalType.Map(LogicalType key, LogicalType value) -> key.equals(LogicalType.STRING) && hasTextKeys(value);
            case LogicalType.Array(LogicalType element) -> hasTextKeys(element);
            case LogicalType.Row(List<Column> columns) -> columns.stream().allMatch(c -> hasTextKeys(c.type()) && AvroText.isName(c.name()));
            default -> true;
        };
    }
}
