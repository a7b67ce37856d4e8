package dev.millrace.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.fragment.Fragments;
import dev.millrace.kind.function.UserFunctions;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind owes to forms, documents and the canvas. */
class AllKindsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final NodeId ID = new NodeId("node");

    static Stream<NodeKind> kinds() {
        return KINDS.all().stream();
    }

    private static Node node(NodeKind kind, Settings settings) {
        return new Node(ID, kind.id(), kind.version(), "", settings);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isDescribedInWords(NodeKind kind) {
        assertThat(kind.title()).isNotBlank();
        assertThat(kind.summary()).matches("[A-Z].*[^.]");
        assertThat(kind.icon()).isNotBlank();
        assertThat(kind.id()).matches("[a-z]+\\.[a-z]+(-[a-z]+)*");
        specs(kind.settings()).forEach(spec -> {
            assertThat(spec.label()).matches("[A-Z].*");
            assertThat(spec.help()).doesNotEndWith(".");
        });
    }

    private static Stream<SettingSpec> specs(List<SettingSpec> specs) {
        return specs.stream().flatMap(s -> Stream.concat(Stream.of(s),
                s.type() instanceof SettingType.ListOf(SettingType.Fields(List<SettingSpec> fields)) ? specs(fields) : Stream.empty()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itsExampleIsReadBackWithoutAWord(NodeKind kind) {
        var found = new Diagnostics.Collector();
        Shape shape = KINDS.resolve(node(kind, kind.example()), found).orElseThrow().shape();
        assertThat(found.done().all()).isEmpty();
        assertThat(SettingsWriter.write((Record) shape)).isEqualTo(kind.example());
        assertThat(shape.glimpse()).isNotBlank().doesNotContain("Optional", "[", "null");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void presetsCanBeRead(NodeKind kind) {
        Settings settings = kind.example();
        for (SettingSpec spec : kind.settings()) {
            if (spec.preset().isPresent()) {
                settings = settings.with(spec.name(), spec.preset().get());
            }
        }
        var found = new Diagnostics.Collector();
        KINDS.resolve(node(kind, settings), found);
        assertThat(found.done().all()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void emptyItHasPortsAndSaysEachMissingSettingOnce(NodeKind kind) {
        var found = new Diagnostics.Collector();
        Node empty = node(kind, Settings.EMPTY);
        KINDS.resolve(empty, found);
        var required = kind.settings().stream().filter(SettingSpec::required).map(s -> (Location) new Location.OfSetting(ID, s.name())).toList();
        assertThat(found.done().all()).allMatch(d -> d.code() == Code.MISSING_SETTING);
        assertThat(found.done().all().stream().map(d -> d.at()).toList()).isEqualTo(required);
        Ports ports = KINDS.ports(empty);
        assertThat(ports.inputs().isEmpty()).isEqualTo(kind.role() == NodeKind.Role.SOURCE);
        assertThat(ports.outputs().isEmpty()).isEqualTo(kind.role() == NodeKind.Role.SINK);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySettingMayHoldAnythingAndIsThenPointedAt(NodeKind kind) {
        List<Object> odd = List.of("", "  ", "x", "-1", -1L, true, List.of(), List.of("", "x"), List.of(5L), Map.of(), Map.of("x", "y"),
                List.of(Map.of(), Map.of("name", Map.of(), "type", List.of(), "column", 7L)), "9".repeat(30_000));
        for (SettingSpec spec : kind.settings()) {
            for (Object value : odd) {
                var found = new Diagnostics.Collector();
                Node node = node(kind, kind.example().with(spec.name(), value));
                KINDS.resolve(node, found);
                KINDS.ports(node);
                assertThat(found.done().all()).allSatisfy(d -> {
                    assertThat(d.at().settingOf().orElseThrow()).startsWith(spec.name());
                    assertThat(d.message()).isNotBlank().hasSizeLessThan(31_000);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void canonicalSettingsAreInOrderWithPresetsAndKeepWhatTheKindDoesNotKnow(NodeKind kind) {
        var mixed = new LinkedHashMap<String, Object>();
        mixed.put("zzz", "kept");
        new ArrayList<>(kind.example().values().keySet()).reversed().forEach(n -> mixed.put(n, kind.example().values().get(n)));
        var canonical = KINDS.canonicalSettings(node(kind, new Settings(mixed)));
        assertThat(new ArrayList<>(canonical.keySet())).endsWith("zzz");
        var order = kind.settings().stream().map(SettingSpec::name).filter(canonical::containsKey).toList();
        assertThat(new ArrayList<>(canonical.keySet()).subList(0, canonical.size() - 1)).isEqualTo(order);
        assertThat(canonical.keySet()).containsAll(kind.settings().stream().filter(s -> s.preset().isPresent()).map(SettingSpec::name).toList());
        assertThat(KINDS.canonicalSettings(node(kind, new Settings(canonical)))).isEqualTo(canonical);
    }

    @Test
    void aRouterHasAPortForEachBranchThatCanHaveOne() {
        var branches = List.of(Map.of("name", "large", "condition", "amount > 1"), Map.of("name", "large"), Map.of("condition", "x"), Map.of("name", "else"),
                Map.of("name", "Not A Name"), Map.of("name", "small"));
        Node router = new Node(ID, "operator.router", 1, "", Settings.of("branches", branches));
        assertThat(KINDS.ports(router).outputs()).extracting(Port::name).containsExactly("large", "small", "else");
    }

    @Test
    void aRecordThatIsNoKindIsRefusedAtStart() {
        record NoKind() {}
        assertThatThrownBy(() -> new NodeKinds(List.of(NoKind.class), Fragments.NONE, UserFunctions.NONE)).hasMessageContaining("NoKind is not a node kind");
    }
}
