package dev.millrace.server;

import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.columns.RecordTrial;
import dev.millrace.server.dashboards.RowReading;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.export.SqlScripts;
import dev.millrace.server.preview.PreviewEngine;
import dev.millrace.server.sample.SampleTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import java.util.Set;
import dev.millrace.server.export.Portable;
import dev.millrace.compile.LogicalPlan;

/** The server on a real database and a real Kafka, with a cluster in memory and without pages. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(basePackages = "dev.millrace.server")
public class TestApplication {
    @Bean FlinkClusters flinks(FakeFlink flink) {
        return FlinkClusters.only(flink);
    }

    @Bean FakeFlink flink() {
        return new FakeFlink();
    }

    @Bean ExpressionTyper expressionTyper() {
        return TestPipelines.typer();
    }

    /** Plans run in Flink's room; here a preview of any of them has no rows. */
    @Bean PreviewEngine previewEngine() {
        return (plan, samples, most, timing, patience) -> new PreviewEngine.Outcome(Map.of(), Optional.empty());
    }

    /** Typed rows are read there too; here each line is a row, and one that is no object is wrong. */
    @Bean SampleTexts sampleTexts() {
        return (text, columns) -> {
            List<String> lines = text.lines().toList();
            var problems = IntStream.range(0, lines.size()).filter(i -> !lines.get(i).startsWith("{"))
                    .mapToObj(i -> new SampleTexts.Problem(i + 1, "Expected a JSON object")).toList();
            return new SampleTexts.Read(lines, problems);
        };
    }

    /** Scripts too are written in Flink's room; here the name of the pipeline is all of it. */
    @Bean SqlScripts sqlScripts() {
        return new SqlScripts() {
            @Override public String script(LogicalPlan plan) {
                return "-- " + plan.name();
            }

            @Override public Portable portable(LogicalPlan plan) {
                return new Portable(script(plan), List.of(), List.of(), List.of(), List.of(), Set.of());
            }
        };
    }

    /** Records are tried in Flink's room; here all of them fit. */
    @Bean RecordTrial recordTrial() {
        return (scan, records) -> List.of();
    }

    /** Likewise; here none is read. */
    @Bean RowReading rowReading() {
        return scan -> (key, value) -> {
            throw new RowReading.Unreadable("nothing is read here");
        };
    }

    @Bean KafkaConnection testKafka() {
        return TestKafka.connection();
    }
}
