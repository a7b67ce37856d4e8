package dev.millrace.template;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.kind.SettingType;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import java.util.List;
import java.util.TreeSet;

/**
 * What has to be there before a drawing can run: topics that it reads and does not write itself, databases, services, folders, uploaded
 * functions. Topics that it writes are made, and a demo stream brings its own rows.
 */
public final class Needs {
    private final TreeSet<String> needs = new TreeSet<>();
    private final TreeSet<Topic> written = new TreeSet<>();
    private final TreeSet<Topic> read = new TreeSet<>();

    private Needs() {}

    /** In words, sorted; none where it runs by itself. Of a drawing with errors, what its sound part needs. */
    public static List<String> of(Pipeline drawing, Compiler compiler) {
        return of(compiler.compile(drawing), compiler);
    }

    /** The same of one that is compiled already. */
    public static List<String> of(Compilation compiled, Compiler compiler) {
        var needs = new Needs();
        compiled.plan().or(() -> compiler.soundPart(compiled)).ifPresent(needs::plan);
        compiled.running().nodes().values().forEach(node -> needs.functions(node, compiler));
        // What is still to be chosen cannot be read from the plan.
        compiled.pipeline().parameters().stream().filter(p -> p.type() == Parameter.Type.TOPIC && p.value().isEmpty())
                .forEach(p -> needs.needs.add("a Kafka topic of your own for '" + p.title() + "'"));
        needs.read.stream().filter(topic -> !needs.written.contains(topic)).forEach(topic -> needs.needs.add("Kafka topic " + topic));
        return List.copyOf(needs.needs);
    }

    private void functions(Node node, Compiler compiler) {
        compiler.kinds().of(node).ifPresent(kind -> kind.settings().stream().filter(s -> s.type() instanceof SettingType.FunctionName)
                .forEach(s -> node.settings().get(s.name()).ifPresent(name -> needs.add("uploaded function " + name))));
    }

    private void plan(LogicalPlan plan) {
        for (Segment segment : plan.segments()) {
            switch (segment) {
                case Segment.Producing p -> p.outputs().values().forEach(this::rel);
                case Segment.Writing w -> {
                    write(w.write());
                    rel(w.write().in());
                }
            }
        }
    }

    private void write(Write write) {
        switch (write) {
            case Write.KafkaWrite w -> {
                writes(w.topic());
                registry(w.format());
            }
            case Write.KafkaUpsert w -> writes(w.topic());
            case Write.JdbcWrite w -> database(w.database());
            case Write.HttpWrite w -> service(w.service());
            case Write.FilesWrite w -> { }
            case Write.LogWrite w -> { }
            case Write.Discard w -> { }
        }
    }

    private void rel(Rel rel) {
        switch (rel) {
            case Rel.KafkaScan scan -> {
                cluster(scan.cluster());
                scan.topics().forEach(name -> read.add(new Topic(scan.cluster(), name)));
                scan.pattern().ifPresent(pattern -> needs.add("Kafka topics like " + pattern));
                registry(scan.format());
            }
            case Rel.FilesScan scan -> needs.add("files in the folder " + scan.folder());
            case Rel.BackfillScan scan -> {
                rel(scan.files());
                rel(scan.topic());
            }
            case Rel.TableScan scan -> database(scan.database());
            case Rel.Rejected rejected -> rel(rejected.scan());
            case Lookup lookup -> database(lookup.database());
            case HttpLookup lookup -> service(lookup.service());
            default -> { }
        }
        rel.inputs().forEach(this::rel);
    }

    private void writes(Topic topic) {
        cluster(topic.cluster());
        written.add(topic);
    }

    private void cluster(String name) {
        if (!name.equals(Topic.DEFAULT_CLUSTER)) {
            needs.add("Kafka cluster " + name);
        }
    }

    private void database(String name) {
        needs.add("database " + name);
    }

    private void service(String name) {
        needs.add("HTTP service " + name);
    }

    private void registry(Rel.Format format) {
        if (format instanceof Rel.Format.Avro avro) {
            avro.registry().ifPresent(name -> needs.add("schema registry " + name));
        }
    }
}
