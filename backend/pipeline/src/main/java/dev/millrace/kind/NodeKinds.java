package dev.millrace.kind;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.kind.fragment.Fragments;
import dev.millrace.kind.function.UserFunctions;
import dev.millrace.kind.join.IntervalJoin;
import dev.millrace.kind.join.LookupJoin;
import dev.millrace.kind.join.RegularJoin;
import dev.millrace.kind.join.TemporalJoin;
import dev.millrace.kind.join.WindowJoin;
import dev.millrace.kind.operator.Deduplicate;
import dev.millrace.kind.operator.Filter;
import dev.millrace.kind.operator.GroupRows;
import dev.millrace.kind.operator.HttpEnrichment;
import dev.millrace.kind.operator.JsonFields;
import dev.millrace.kind.operator.MapColumns;
import dev.millrace.kind.operator.Mask;
import dev.millrace.kind.operator.OverAggregate;
import dev.millrace.kind.operator.OwnFunction;
import dev.millrace.kind.operator.Previous;
import dev.millrace.kind.operator.ProcessingTime;
import dev.millrace.kind.operator.Router;
import dev.millrace.kind.operator.RateLimit;
import dev.millrace.kind.operator.Sample;
import dev.millrace.kind.operator.SqlQuery;
import dev.millrace.kind.operator.ToAppend;
import dev.millrace.kind.operator.ToChangelog;
import dev.millrace.kind.operator.TopN;
import dev.millrace.kind.operator.Union;
import dev.millrace.kind.operator.Unnest;
import dev.millrace.kind.operator.Validate;
import dev.millrace.kind.operator.Watermark;
import dev.millrace.kind.pattern.Absence;
import dev.millrace.kind.pattern.MatchPattern;
import dev.millrace.kind.sink.DiscardSink;
import dev.millrace.kind.sink.FilesSink;
import dev.millrace.kind.sink.FragmentOutput;
import dev.millrace.kind.sink.HttpSink;
import dev.millrace.kind.sink.JdbcSink;
import dev.millrace.kind.sink.KafkaSink;
import dev.millrace.kind.sink.LogSink;
import dev.millrace.kind.sink.UpsertKafkaSink;
import dev.millrace.kind.source.BackfillSource;
import dev.millrace.kind.source.CdcKafkaSource;
import dev.millrace.kind.source.DemoSource;
import dev.millrace.kind.source.FilesSource;
import dev.millrace.kind.source.FragmentInput;
import dev.millrace.kind.source.JdbcSource;
import dev.millrace.kind.source.KafkaSource;
import dev.millrace.kind.source.UpsertKafkaSource;
import dev.millrace.kind.source.ValuesSource;
import dev.millrace.kind.window.CumulatingWindow;
import dev.millrace.kind.window.HoppingWindow;
import dev.millrace.kind.window.SessionWindow;
import dev.millrace.kind.window.TumblingWindow;
import dev.millrace.pipeline.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All node kinds there are: those that are shipped, and a kind for each fragment that was published. A new kind is one file and one line in
 * {@link #SHIPPED}.
 */
public final class NodeKinds {
    private static final List<Class<? extends Record>> SHIPPED = List.of(
            KafkaSource.class, UpsertKafkaSource.class, CdcKafkaSource.class, DemoSource.class, ValuesSource.class, FilesSource.class, BackfillSource.class, JdbcSource.class,
            Filter.class, MapColumns.class, Unnest.class, JsonFields.class, Validate.class, Mask.class, Sample.class, RateLimit.class,
            Watermark.class, ProcessingTime.class,
            Router.class, Union.class,
            TumblingWindow.class, HoppingWindow.class, SessionWindow.class, CumulatingWindow.class,
            GroupRows.class, Deduplicate.class, TopN.class, OverAggregate.class, Previous.class, ToAppend.class, ToChangelog.class,
            RegularJoin.class, IntervalJoin.class, WindowJoin.class, TemporalJoin.class, LookupJoin.class,
            MatchPattern.class, Absence.class,
            SqlQuery.class, OwnFunction.class, HttpEnrichment.class,
            FragmentInput.class, FragmentOutput.class,
            KafkaSink.class, UpsertKafkaSink.class, FilesSink.class, JdbcSink.class, HttpSink.class, LogSink.class, DiscardSink.class);

    private final SequencedMap<String, Declared> byId = new LinkedHashMap<>();
    private final Fragments fragments;
    private final UserFunctions functions;

    /** A node's settings read into its kind's record; {@code reported} are paths already said to be missing or wrong. */
    public record Resolved(Shape shape, Set<String> reported) {}

    private record Declared(NodeKind kind, Class<? extends Record> type, Record example) {}

    NodeKinds(List<Class<? extends Record>> types, Fragments fragments, UserFunctions functions) {
        this.fragments = fragments;
        this.functions = functions;
        for (Class<? extends Record> type : types) {
            Declared declared = declare(type);
            if (byId.put(declared.kind.id(), declared) != null) {
                throw new IllegalStateException("Two kinds are called " + declared.kind.id());
            }
        }
    }

    public static NodeKinds shipped() {
        return new NodeKinds(SHIPPED, Fragments.NONE, UserFunctions.NONE);
    }

    /** Those that are shipped, and these fragments. */
    public static NodeKinds with(Fragments fragments) {
        return with(fragments, UserFunctions.NONE);
    }

    /** The same, where nodes may call these functions. */
    public static NodeKinds with(Fragments fragments, UserFunctions functions) {
        return new NodeKinds(SHIPPED, fragments, functions);
    }

    public Fragments fragments() {
        return fragments;
    }

    public UserFunctions functions() {
        return functions;
    }

    /** Grows with whatever is published or uploaded: what was compiled with another edition may be out of date. */
    public long edition() {
        return fragments.edition() + functions.edition();
    }

    /** In palette order; of fragments the newest version. */
    public Collection<NodeKind> all() {
        return Stream.concat(byId.values().stream().map(Declared::kind), fragments.newest().stream().map(Fragment::kind))
                .sorted(Comparator.comparing(NodeKind::group)).toList();
    }

    /** The kind in its newest version. */
    public Optional<NodeKind> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Declared::kind).or(() -> fragmentName(id).flatMap(fragments::newest).map(Fragment::kind));
    }

    /** The kind of a node, in the version that the node was made with. */
    public Optional<NodeKind> of(Node node) {
        return fragment(node).map(Fragment::kind).or(() -> find(node.kind()));
    }

    /** The fragment that a node uses. */
    public Optional<Fragment> fragment(Node node) {
        return byId.containsKey(node.kind()) ? Optional.empty() : fragmentName(node.kind()).flatMap(name -> fragments.find(name, node.kindVersion()));
    }

    private static Optional<String> fragmentName(String kind) {
        return kind.startsWith(Fragment.PREFIX) ? Optional.of(kind.substring(Fragment.PREFIX.length())) : Optional.empty();
    }

    /** Ids of all kinds, in palette order. */
    public Collection<String> ids() {
        return all().stream().map(NodeKind::id).toList();
    }

    /** Reads a node's settings; empty where the kind, or this version of a fragment, is unknown. */
    public Optional<Resolved> resolve(Node node, Diagnostics.Collector found) {
        Optional<Fragment> fragment = fragment(node);
        if (fragment.isPresent()) {
            return Optional.of(new ArgumentsReader(node, found).read(fragment.get()));
        }
        return Optional.ofNullable(byId.get(node.kind())).map(declared -> {
            var reader = new SettingsReader(node.id(), found);
            var record = reader.read(declared.type, node.settings().values(), declared.example);
            return new Resolved(record instanceof OwnFunction own ? own.among(functions) : (Shape) record, reader.reported());
        });
    }

    /** The ports of a node, as far as its settings decide them. */
    public Ports ports(Node node) {
        return resolve(node, new Diagnostics.Collector()).map(r -> ports(r.shape())).orElse(Ports.NONE);
    }

    public static Ports ports(Shape shape) {
        return switch (shape) {
            case Source s -> new Ports(List.of(), s.outputs());
            case Operator o -> new Ports(Operator.INPUTS, Operator.OUTPUTS);
            case MergeOperator m -> new Ports(MergeOperator.INPUTS, MergeOperator.OUTPUTS);
            case JoinOperator j -> new Ports(JoinOperator.INPUTS, JoinOperator.OUTPUTS);
            case ManyInputsOperator m -> new Ports(m.inputs(), ManyInputsOperator.OUTPUTS);
            case SplitOperator s -> new Ports(SplitOperator.INPUTS, s.outputs());
            case Sink s -> new Ports(Sink.INPUTS, List.of());
            case FragmentCall call -> call.fragment().ports();
        };
    }

    /** Settings in the kind's order with presets filled in; settings the kind does not know come last, as they are. */
    public Map<String, Object> canonicalSettings(Node node) {
        var given = node.settings().values();
        var kind = of(node);
        if (kind.isEmpty()) {
            return given;
        }
        return canonical(kind.get().settings(), given);
    }

    private static Map<String, Object> canonical(List<SettingSpec> specs, Map<?, ?> given) {
        var ordered = new LinkedHashMap<String, Object>();
        for (SettingSpec spec : specs) {
            Object value = given.get(spec.name()) != null ? given.get(spec.name()) : unset(spec);
            if (value != null) {
                ordered.put(spec.name(), canonical(spec.type(), value));
            }
        }
        given.forEach((name, value) -> ordered.putIfAbsent((String) name, value));
        return ordered;
    }

    private static Object unset(SettingSpec spec) {
        boolean mayBeEmpty = spec.type() instanceof SettingType.ListOf && !spec.required();
        return spec.preset().orElse(mayBeEmpty ? List.of() : null);
    }

    private static Object canonical(SettingType type, Object value) {
        if (type instanceof SettingType.ListOf(SettingType element) && value instanceof List<?> list) {
            var entries = new ArrayList<Object>();
            list.forEach(entry -> entries.add(canonical(element, entry)));
            return entries;
        }
        if (type instanceof SettingType.Fields(List<SettingSpec> fields) && value instanceof Map<?, ?> map) {
            return canonical(fields, map);
        }
        return value;
    }

    private static Declared declare(Class<? extends Record> type) {
        Kind kind = type.getAnnotation(Kind.class);
        if (kind == null || !Shape.class.isAssignableFrom(type)) {
            throw new IllegalStateException(type.getName() + " is not a node kind: it needs @Kind and a shape");
        }
        Record example = example(type);
        NodeKind.Role role = switch ((Shape) example) {
            case Source s -> NodeKind.Role.SOURCE;
            case Operator o -> NodeKind.Role.OPERATOR;
            case MergeOperator m -> NodeKind.Role.OPERATOR;
            case JoinOperator j -> NodeKind.Role.OPERATOR;
            case ManyInputsOperator m -> NodeKind.Role.OPERATOR;
            case SplitOperator s -> NodeKind.Role.OPERATOR;
            case Sink s -> NodeKind.Role.SINK;
            case FragmentCall call -> throw new IllegalStateException("A fragment is drawn, not declared");
        };
        return new Declared(new NodeKind(kind.id(), kind.version(), kind.title(), kind.group(), role, kind.icon(), kind.summary(),
                SettingTypes.of(type), SettingsWriter.write(example)), type, example);
    }

    private static Record example(Class<? extends Record> type) {
        try {
            var field = type.getDeclaredField("EXAMPLE");
            field.setAccessible(true);
            return (Record) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " has no EXAMPLE", e);
        }
    }
}
