package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Location;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.Topic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();

    /** From the topic orders to the topic orders, each of a cluster; an empty word is left out. */
    private static Pipeline copy(String from, String to) {
        return new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Copy
                nodes:
                  in:
                    kind: source.kafka@VERSION_IN
                    settings:
                      topic: orders
                      columns: [{name: id, type: BIGINT}]
                      FROM
                  out:
                    kind: sink.kafka@VERSION_OUT
                    settings:
                      topic: orders
                      TO
                edges:
                  - from: in.out
                    to: out.in
                """.replace("VERSION_IN", version("source.kafka")).replace("VERSION_OUT", version("sink.kafka"))
                .replace("FROM", from.isEmpty() ? "" : "cluster: " + from).replace("TO", to.isEmpty() ? "" : "cluster: " + to));
    }

    private static String version(String kind) {
        return Integer.toString(KINDS.find(kind).orElseThrow().version());
    }

    private static Compilation compiled(String from, String to) {
        return new Compiler(KINDS, new SmallExpressions(), KnownClusters.of(Set.of("default", "west"))).compile(copy(from, to));
    }

    /** What is said, but for bad records that nobody keeps. */
    private static List<Diagnostic> said(String from, String to) {
        return compiled(from, to).diagnostics().all().stream().filter(d -> d.code() != Diagnostic.Code.UNUSED_OUTPUT).toList();
    }

    @Test void oneThatIsNotSetUpIsSaidAtTheSettingWithThoseThatAre() {
        assertThat(said("east", "west")).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(Diagnostic.Code.BAD_SETTING);
            assertThat(d.at()).isEqualTo(new Location.OfSetting(new NodeId("in"), "cluster"));
            assertThat(d.message()).isEqualTo("No Kafka cluster 'east' is set up");
            assertThat(d.hint()).startsWith("There is default, west.");
        });
        assertThat(said("http://east:9092", "west")).anySatisfy(d -> assertThat(d.message()).contains("An address or a password does not belong here"));
    }

    @Test void withoutAWordTheDefaultOneIsMeant() {
        Compilation compiled = compiled("", "west");
        assertThat(compiled.diagnostics().hasErrors()).isFalse();
        assertThat(PlanText.write(compiled.plan().orElseThrow())).contains("read topic orders from").contains("write to topic orders on 'west', at");
        assertThat(new PipelineDocument(KINDS).write(copy("", ""))).doesNotContain("cluster");
    }

    @Test void aTopicOfTheSameNameElsewhereIsAnotherTopic() {
        assertThat(said("west", "west")).extracting(Diagnostic::code).containsExactly(Diagnostic.Code.SAME_TOPIC);
        assertThat(said("", "west")).isEmpty();
        assertThat(said("default", "")).extracting(Diagnostic::code).containsExactly(Diagnostic.Code.SAME_TOPIC);
        NamedTopics named = new Compiler(KINDS, new SmallExpressions()).topics(copy("", "west"));
        assertThat(named.readers(new Topic("default", "orders"))).isEqualTo(List.of(new NodeId("in")));
        assertThat(named.writers(new Topic("default", "orders"))).isEmpty();
        assertThat(named.writers(new Topic("west", "orders"))).isEqualTo(List.of(new NodeId("out")));
    }
}
