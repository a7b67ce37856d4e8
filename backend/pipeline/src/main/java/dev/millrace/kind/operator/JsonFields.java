package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes values out of a column that holds JSON text. What is not there, is an object or array, or does not fit the type becomes
 * NULL, also where the text is no JSON at all.
 *
 * <pre>
 *   payload {"user": {"id": 7}, "tags": ["a", "b"]}     user.id as BIGINT  ──▶ 7
 *                                                       tags[1] as STRING  ──▶ b
 *                                                       user.name          ──▶ NULL
 * </pre>
 */
@Kind(id = "operator.json", title = "JSON fields", group = Group.TRANSFORM, icon = "json",
        summary = "Takes values out of a column of JSON text into columns of their own")
public record JsonFields(
        @Setting(label = "JSON column", help = "A column of text") ColumnRef column,
        @Setting(label = "Fields", atLeastOne = true) List<Field> fields,
        @Setting(label = "Keep the JSON column", preset = "true") boolean keep) implements Operator {

    static final JsonFields EXAMPLE = new JsonFields(new ColumnRef("payload"), List.of(new Field("user.id", "user_id", LogicalType.BIGINT)), true);

    public record Field(
            @Setting(label = "Path", help = "Such as user.id, tags[0] or ['first name']") String path,
            @Setting(label = "Name") String name,
            @Setting(label = "Type", preset = "STRING") LogicalType type) {}

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        var named = columns(in, at);
        if (!keep) {
            in.eventTime().filter(column.name()::equals).ifPresent(t -> at.info(Code.LOST_EVENT_TIME, "keep",
                    "The event time '" + t + "' does not pass; windows cannot follow", "Keep it"));
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(schema(in, named));
    }

    private static Schema schema(Schema in, List<Rel.Named> named) {
        Schema out = Schema.of(named.stream().map(Rel.Named::column).toList());
        boolean keyed = out.names().containsAll(in.key());
        return new Schema(out.columns(), in.eventTime().filter(t -> out.column(t).isPresent()), keyed ? in.key() : List.of(), in.changelog());
    }

    private List<Rel.Named> columns(Schema in, Scope at) {
        Optional<Column> json = at.column("column", column.name(), in);
        if (json.isPresent() && !json.get().type().equals(LogicalType.STRING)) {
            at.error(Code.TYPE_MISMATCH, "column", "'" + column + "' is " + json.get().type() + ", JSON is read from text",
                    "Choose a column of type STRING; nested columns can be taken apart in a Map: " + column + ".field");
        }
        var named = new ArrayList<Rel.Named>();
        in.columns().stream().filter(c -> keep || !c.name().equals(column.name())).forEach(c -> named.add(new Rel.Named(c.name(), Scope.reference(c))));
        for (int i = 0; i < fields.size(); i++) {
            String path = "fields[" + i + "]";
            Field field = fields.get(i);
            Optional<String> jsonPath = field.path().isEmpty() ? Optional.empty() : JsonPath.read(field.path());
            if (jsonPath.isEmpty() && !field.path().isEmpty()) {
                at.error(Code.BAD_SETTING, path + ".path", "'" + field.path() + "' is no path into JSON",
                        "Write names with dots between and positions in brackets: user.id, tags[0], ['first name']");
            }
            if (hasParts(field.type())) {
                at.error(Code.TYPE_MISMATCH, path + ".type", "A field is one value, not " + field.type(), "Take the parts one by one, or declare the column with its type in the source");
            }
            if (field.name().isEmpty()) {
                continue;
            }
            if (named.stream().anyMatch(n -> n.name().equals(field.name()))) {
                at.error(Code.DUPLICATE_COLUMN, path + ".name", "Two columns would be called '" + field.name() + "'", "Choose another name");
            } else {
                named.add(new Rel.Named(field.name(), value(jsonPath.orElse("$"), field.type())));
            }
        }
        return named;
    }

    private static boolean hasParts(LogicalType type) {
        return type instanceof LogicalType.Array || type instanceof LogicalType.Map || type instanceof LogicalType.Row || type instanceof LogicalType.Bytes;
    }

    private Scalar value(String path, LogicalType type) {
        String text = "JSON_VALUE(" + Identifiers.quote(column.name()) + ", " + Text.literal(path) + ")";
        String cast = "TRY_CAST(" + text + " AS " + type + ")";
        String sql = switch (type) {
            case LogicalType.Text t -> text;
            // The engine makes text that is no number a decimal zero; DOUBLE tells them apart.
            case LogicalType.Decimal d -> "CASE WHEN TRY_CAST(" + text + " AS DOUBLE) IS NULL THEN NULL ELSE " + cast + " END";
            default -> cast;
        };
        return new Scalar(sql, type, true, Set.of(column.name()));
    }

    @Override public Rel lower(Rel in, Scope at) {
        var named = columns(in.schema(), at);
        return new Rel.Project(in, named, schema(in.schema(), named));
    }

    @Override public String glimpse() {
        return fields.stream().map(f -> f.name() + " = " + f.path()).collect(Collectors.joining(", "));
    }
}
