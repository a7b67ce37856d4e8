package dev.millrace.flink;

import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.DeclaredReading;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.TrialReads;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.embedded.EmbeddedFlinkStart;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.function.FunctionJars;
import dev.millrace.flink.gateway.FlinkProbe;
import dev.millrace.flink.gateway.JobJars;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.Connectors;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.flink.plan.PipelineSql;
import dev.millrace.flink.preview.FlinkPreview;
import dev.millrace.flink.preview.PreviewFlink;
import dev.millrace.flink.preview.TypedRows;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.server.MillraceProperties;
import dev.millrace.server.columns.RecordTrial;
import dev.millrace.server.dashboards.RowReading;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionSource;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.export.SqlScripts;
import dev.millrace.server.functions.LibraryJars;
import dev.millrace.server.outside.OutsideServices;
import dev.millrace.server.outside.OutsideSystems;
import dev.millrace.server.sample.SampleTexts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires Flink: the one at {@code millrace.flink.rest-url}, or the one inside this process that {@link EmbeddedFlinkStart} begins. Found by
 * the component scan.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FlinkProperties.class, NamedFlinks.class})
class FlinkConfiguration {

    @Bean ExpressionTyper expressionTyper() {
        return new FlinkExpressions();
    }

    @Bean FilesFolder filesFolder(MillraceProperties millrace, FlinkProperties flink) {
        Optional<URI> files = !flink.filesDir().isBlank() ? Optional.of(asUri(flink.filesDir()))
                : isEmbedded(millrace) ? Optional.of(millrace.home().toAbsolutePath().resolve("files").toUri()) : Optional.empty();
        return new FilesFolder(files);
    }

    @Bean Connectors connectors(KafkaClusters kafka, FilesFolder files, OutsideServices services, OutsideSystems outside,
            ObjectProvider<PipelineTopics> topics) {
        return new KafkaConnectors(kafka, files, Databases.of(outside), HttpServices.of(services), Registries.of(outside)).within(cluster -> topics.getObject().on(cluster).longestTransaction());
    }

    @Bean JobSettings jobSettings(MillraceProperties millrace, FlinkProperties flink) {
        Optional<URI> state = flink.stateDir().isBlank()
                ? isEmbedded(millrace) ? Optional.of(home(millrace).resolve("state").toUri()) : Optional.empty()
                : Optional.of(asUri(flink.stateDir()));
        return new JobSettings(state, StateBackend.valueOf(flink.stateBackend().strip().toUpperCase(Locale.ROOT)), 5,
                Duration.ofSeconds(1));
    }

    @Bean FunctionJars functionJars(MillraceProperties millrace, LibraryJars jars) {
        return new FunctionJars(home(millrace).resolve("functions"), jars::jar);
    }

    @Bean JobPlanner jobPlanner(Connectors connectors, JobSettings settings, FunctionJars functions) {
        return new JobPlanner(connectors, settings, functions);
    }

    @Bean RestGateway flinkGateway(MillraceProperties millrace, ObjectProvider<EmbeddedFlink> embedded, JobPlanner planner,
            JobSettings settings) {
        if (isEmbedded(millrace)) {
            return new RestGateway(embedded.getObject().address(), planner, settings, List.of());
        }
        return new RestGateway(URI.create(millrace.flink().restUrl().strip()), planner, settings,
                JobJars.onClassPath(home(millrace).resolve("jars")));
    }

    /** All of them; each of its own planner, since the place of state is part of a plan. */
    @Bean FlinkGateways flinkGateways(MillraceProperties millrace, FlinkProperties flink, NamedFlinks named, RestGateway preset, Connectors connectors, JobSettings settings,
            FunctionJars functions) {
        var all = new LinkedHashMap<String, FlinkClusters.Cluster>();
        all.put(FlinkClusters.DEFAULT, new FlinkClusters.Cluster(preset, place(settings)));
        named.checked(isEmbedded(millrace) ? OptionalInt.of(flink.port()) : OptionalInt.empty()).clusters().forEach((name, cluster) -> {
            JobSettings own = settings.keepingState(cluster.stateDir().isBlank() ? Optional.empty() : Optional.of(asUri(cluster.stateDir())));
            var gateway = new RestGateway(cluster.address(), new JobPlanner(connectors, own, functions), own, JobJars.onClassPath(home(millrace).resolve("jars")));
            all.put(name, new FlinkClusters.Cluster(gateway, place(own)));
        });
        return new FlinkGateways(new FlinkClusters(all));
    }

    @Bean FlinkClusters flinkClusters(FlinkGateways gateways) {
        return gateways.clusters();
    }

    /** Compared by where it leads, however that is written. */
    private static Optional<String> place(JobSettings settings) {
        return settings.stateDirectory().map(dir -> dir.toString().replaceFirst("^file:/+", "file:///").replaceFirst("/+$", ""));
    }

    @Bean ConnectionSource flinkConnections(MillraceProperties millrace, ObjectProvider<EmbeddedFlink> embedded, NamedFlinks named) {
        return () -> Stream.concat(Stream.<Connection>of(new FlinkProbe(FlinkClusters.DEFAULT, () -> isEmbedded(millrace) ? embedded.getObject().address()
                        : URI.create(millrace.flink().restUrl().strip()))),
                named.clusters().entrySet().stream().map(c -> new FlinkProbe(c.getKey(), c.getValue()::address))).toList();
    }

    /** The Flink in this process where there is one; with a remote cluster one is started here at the first preview. */
    @Bean FlinkPreview flinkPreview(ObjectProvider<EmbeddedFlink> embedded, PreviewFlink own, FilesFolder files, OutsideServices services,
            OutsideSystems outside, FunctionJars functions) {
        return new FlinkPreview(() -> Optional.ofNullable(embedded.getIfAvailable()).orElseGet(own::started), files, Databases.of(outside), HttpServices.of(services), Registries.of(outside), functions);
    }

    @Bean SampleTexts sampleTexts() {
        return new TypedRows();
    }

    @Bean PreviewFlink previewFlink(MillraceProperties millrace) {
        return new PreviewFlink(home(millrace).resolve("preview"));
    }

    @Bean RecordTrial recordTrial(OutsideSystems outside) {
        return new TrialReads(Registries.of(outside));
    }

    @Bean RowReading rowReading(OutsideSystems outside) {
        return new DeclaredReading(Registries.of(outside));
    }

    @Bean SqlScripts sqlScripts(KafkaClusters kafka) {
        return new PipelineSql(kafka);
    }

    @Bean WarmStart warmStart(ExpressionTyper typer, JobPlanner planner) {
        return new WarmStart(typer, planner);
    }

    private static boolean isEmbedded(MillraceProperties millrace) {
        return millrace.flink().restUrl().isBlank();
    }

    private static Path home(MillraceProperties millrace) {
        return millrace.home().toAbsolutePath().resolve("flink");
    }

    /** A folder may be given as a path or as an address such as s3://bucket/folder. */
    private static URI asUri(String folder) {
        return folder.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*") ? URI.create(folder) : Path.of(folder).toAbsolutePath().toUri();
    }
}
