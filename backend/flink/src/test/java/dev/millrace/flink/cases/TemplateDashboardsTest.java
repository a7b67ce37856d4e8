package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.Aggregate;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.Source;
import dev.millrace.server.dashboards.Tile;
import dev.millrace.template.TemplateHead;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards of shipped templates show columns that the templates' rows have, with numbers where numbers are needed. */
class TemplateDashboardsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<String> templates() {
        return TemplateFiles.ids();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void columnsAreThere(String id) throws IOException {
        Dashboard dashboard = DashboardDocument.read(TemplateHead.read(TemplateFiles.text(id)).dashboard().orElseThrow());
        Pipeline pipeline = TemplateFiles.pipeline(id);
        Map<String, List<String>> rows = TemplateFiles.expected(id);
        for (Tile tile : dashboard.tiles()) {
            if (tile.source() instanceof Source.Rows(var pipelineOf, NodeId node) && (tile.options().value().isPresent() || tile.options().key().isPresent())) {
                String topic = (String) pipeline.nodes().get(node).settings().get("topic").orElseThrow();
                assertThat(rows.get(topic)).as("rows that %s gives into %s", id, topic).isNotEmpty();
                JsonNode row = JSON.readTree(rows.get(topic).getFirst());
                Optional.of(tile.options()).flatMap(o -> o.key()).ifPresent(key -> assertThat(row.has(key)).as("%s, tile %s: key '%s' in %s", id, tile.id(), key, row).isTrue());
                tile.options().value().ifPresent(value -> assertThat(tile.options().aggregate() == Aggregate.COUNT ? row.has(value) : row.path(value).isNumber())
                        .as("%s, tile %s: number '%s' in %s", id, tile.id(), value, row).isTrue());
            }
        }
    }
}
