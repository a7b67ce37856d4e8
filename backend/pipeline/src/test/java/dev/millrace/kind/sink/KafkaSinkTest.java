package dev.millrace.kind.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.Scope;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaSinkTest {

    @ParameterizedTest
    @EnumSource(ChangelogMode.class)
    void takesNewRowsOnly(ChangelogMode mode) {
        var found = new Diagnostics.Collector();
        var in = new Schema(List.of(Column.of("id", LogicalType.BIGINT)), Optional.empty(), List.of("id"), mode);
        KafkaSink.EXAMPLE.check(in, new Scope(new NodeId("results"), new SmallExpressions(), found, Set.of()));
        if (mode == ChangelogMode.APPEND) {
            assertThat(found.done().all()).isEmpty();
        } else {
            assertThat(found.done().all()).singleElement().satisfies(d -> {
                assertThat(d.code()).isEqualTo(Diagnostic.Code.CHANGELOG_NOT_ACCEPTED);
                assertThat(d.at()).isEqualTo(new Location.OfNode(new NodeId("results")));
                assertThat(d.message()).isEqualTo("The input changes rows it has sent before. This sink only appends");
                assertThat(d.hint()).isNotBlank();
            });
        }
    }
}
