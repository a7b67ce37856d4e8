package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets rows pass that can be converted and obey all rules. The others leave as they came in, with the reason.
 *
 * <pre>
 *   amount '12.5'  ──▶ [ amount as DOUBLE, positive: amount > 0 ] ──▶ out         amount 12.5
 *   amount 'abc'                                            └───────▶ violations  amount 'abc', reason "amount is no DOUBLE; positive"
 * </pre>
 *
 * <p>Rules see the converted values. A rule must be true: NULL breaks it.
 */
@Kind(id = "operator.validate", title = "Validate", group = Group.TRANSFORM, icon = "validate",
        summary = "Converts columns and checks rules; rows that fail leave by a second output with the reason")
public record Validate(
        @Setting(label = "Convert", help = "A value that does not fit the new type is a violation; NULL fits every type") List<Converted> convert,
        @Setting(label = "Rules", help = "Conditions over the converted columns that every good row fulfils") List<Rule> rules,
        @Setting(label = "Reason column", preset = "reason", help = "Name of the column that says what is wrong") String reason)
        implements SplitOperator {

    static final Validate EXAMPLE = new Validate(List.of(new Converted(new ColumnRef("amount"), LogicalType.DOUBLE)),
            List.of(new Rule("positive amount", new Condition("amount > 0"))), "reason");
    static final String VIOLATIONS = "violations";

    public record Converted(@Setting(label = "Column") ColumnRef column, @Setting(label = "To type") LogicalType type) {
        static final Converted EXAMPLE = new Converted(new ColumnRef("amount"), LogicalType.DOUBLE);
    }

    public record Rule(@Setting(label = "Name", help = "Stands in the reason where the rule is broken") String name,
            @Setting(label = "Condition") Condition condition) {}

    /** What a setting for conversion comes to: the value as it was has a name of its own beside the converted one. */
    private record Conversion(Column column, Scalar value, String before) {}

    @Override public List<Port> outputs() {
        return List.of(Port.output("out", "Good rows"), new Port(VIOLATIONS, "Violations", false, Port.Role.REJECTED));
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        if (convert.isEmpty() && rules.isEmpty() && at.isGiven("convert") && at.isGiven("rules")) {
            at.error(Code.MISSING_SETTING, "rules", "Nothing is checked", "Add a rule or a conversion");
        }
        Map<String, Conversion> conversions = conversions(in, at);
        Schema good = good(in, conversions);
        checkRules(good, at);
        in.eventTime().filter(conversions::containsKey).ifPresent(time -> at.info(Code.LOST_EVENT_TIME, "convert[" + indexOf(time) + "].type",
                "The event time '" + time + "' does not pass; windows cannot follow", "Leave '" + time + "' as it is if a window comes after this"));
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put("out", good);
        if (in.column(reason).isPresent()) {
            at.error(Code.DUPLICATE_COLUMN, "reason", "The input has a column '" + reason + "' already", "Choose another name");
        } else {
            schemas.put(VIOLATIONS, bad(in));
        }
        return schemas;
    }

    private int indexOf(String column) {
        return convert.stream().map(c -> c.column().name()).toList().indexOf(column);
    }

    private Map<String, Conversion> conversions(Schema in, Scope at) {
        Map<String, Conversion> found = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>(in.names());
        for (int i = 0; i < convert.size(); i++) {
            String path = "convert[" + i + "]";
            LogicalType type = convert.get(i).type();
            Optional<Column> column = at.column(path + ".column", convert.get(i).column().name(), in);
            if (column.isPresent() && found.containsKey(column.get().name())) {
                at.error(Code.DUPLICATE_COLUMN, path + ".column", "'" + column.get().name() + "' is converted twice", "Remove one of the lines");
                continue;
            }
            column.flatMap(c -> at.cast(path + ".type", c, type, in)).ifPresent(value -> {
                String before = column.get().name() + " before";
                while (!taken.add(before)) {
                    before += "'";
                }
                found.put(column.get().name(), new Conversion(column.get(), value, before));
            });
        }
        return found;
    }

    private void checkRules(Schema good, Scope at) {
        var names = new HashSet<String>();
        for (int i = 0; i < rules.size(); i++) {
            String name = rules.get(i).name();
            if (!name.isEmpty() && !names.add(name)) {
                at.error(Code.DUPLICATE_NAME, "rules[" + i + "].name", "Two rules are called '" + name + "'", "Choose another name");
            }
            at.condition("rules[" + i + "].condition", rules.get(i).condition(), good);
        }
    }

    private static Schema good(Schema in, Map<String, Conversion> conversions) {
        List<Column> columns = in.columns().stream().map(c -> Optional.ofNullable(conversions.get(c.name()))
                .map(x -> new Column(c.name(), x.value().type(), x.value().nullable())).orElse(c)).toList();
        boolean keyed = in.key().stream().noneMatch(conversions::containsKey);
        return new Schema(columns, in.eventTime().filter(t -> !conversions.containsKey(t)), keyed ? in.key() : List.of(), in.changelog());
    }

    private Schema bad(Schema in) {
        List<Column> columns = Stream.concat(in.columns().stream(), Stream.of(Column.of(reason, LogicalType.STRING))).toList();
        return new Schema(columns, in.eventTime(), in.key(), in.changelog());
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        Map<String, Conversion> conversions = conversions(in.schema(), at);
        Schema good = good(in.schema(), conversions);
        var tried = new ArrayList<Rel.Named>();
        good.columns().forEach(c -> tried.add(new Rel.Named(c.name(),
                conversions.containsKey(c.name()) ? conversions.get(c.name()).value() : Scope.reference(c))));
        conversions.values().forEach(c -> tried.add(new Rel.Named(c.before(), Scope.reference(c.column()))));
        Schema both = new Schema(tried.stream().map(Rel.Named::column).toList(), good.eventTime(), good.key(), good.changelog());
        Rel converted = conversions.isEmpty() ? in : new Rel.Project(in, tried, both);

        Map<String, Scalar> checks = checks(conversions, both, at);
        Scalar all = new Scalar(checks.values().stream().map(c -> "(" + c.sql() + ") IS TRUE").collect(Collectors.joining(" AND ")), LogicalType.BOOLEAN,
                false, columns(checks));
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", new Rel.Project(new Rel.Filter(converted, all), named(good), good));
        outputs.put(VIOLATIONS, new Rel.Project(new Rel.Route(converted, List.of(all), Optional.empty()), violation(in.schema(), conversions, checks),
                bad(in.schema())));
        return outputs;
    }

    /** What must be true, under what is said where it is not. */
    private Map<String, Scalar> checks(Map<String, Conversion> conversions, Schema both, Scope at) {
        Map<String, Scalar> checks = new LinkedHashMap<>();
        conversions.values().forEach(c -> {
            String name = c.column().name();
            checks.put(name + " is no " + c.value().type(), new Scalar(Identifiers.quote(name) + " IS NOT NULL OR " + Identifiers.quote(c.before())
                    + " IS NULL", LogicalType.BOOLEAN, false, Set.of(name, c.before())));
        });
        for (int i = 0; i < rules.size(); i++) {
            checks.put(rules.get(i).name(), at.condition("rules[" + i + "].condition", rules.get(i).condition(), both).orElseThrow());
        }
        return checks;
    }

    private static Set<String> columns(Map<String, Scalar> checks) {
        return checks.values().stream().flatMap(c -> c.columns().stream()).collect(Collectors.toSet());
    }

    private static List<Rel.Named> named(Schema schema) {
        return schema.columns().stream().map(c -> new Rel.Named(c.name(), Scope.reference(c))).toList();
    }

    private List<Rel.Named> violation(Schema in, Map<String, Conversion> conversions, Map<String, Scalar> checks) {
        var named = new ArrayList<Rel.Named>();
        in.columns().forEach(c -> named.add(new Rel.Named(c.name(),
                Scope.reference(conversions.containsKey(c.name()) ? c.named(conversions.get(c.name()).before()) : c))));
        String said = checks.entrySet().stream().map(c -> "CASE WHEN (" + c.getValue().sql() + ") IS NOT TRUE THEN " + Text.literal(c.getKey()) + " END")
                .collect(Collectors.joining(", "));
        named.add(new Rel.Named(reason, new Scalar("CONCAT_WS('; ', " + said + ")", LogicalType.STRING, true, columns(checks))));
        return named;
    }

    @Override public String glimpse() {
        return Stream.concat(convert.stream().map(c -> c.column() + " as " + c.type()), rules.stream().map(r -> r.condition().expression().text().strip()))
                .collect(Collectors.joining(", "));
    }
}
