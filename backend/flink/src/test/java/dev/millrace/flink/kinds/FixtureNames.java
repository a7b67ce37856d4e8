package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The topics and folders that a fixture names. */
final class FixtureNames {
    private FixtureNames() {}

    /** The topic that a file of a fixture is for: the one it names, or the only one there is. */
    static String named(String topic, Set<String> topics) {
        if (!topic.isEmpty()) {
            return topic;
        }
        assertThat(topics).as("a file without the name of a topic stands for the only one").hasSize(1);
        return topics.iterator().next();
    }

    /** The fixtures use the same names again and again; here each gets topics of its own. */
    static Pipeline withOwnTopics(Pipeline pipeline, String prefix) {
        Pipeline own = pipeline;
        for (Node node : pipeline.nodes().values()) {
            for (String setting : List.of("topic", "topicPattern", "folder")) {
                if (node.settings().get(setting).isPresent()) {
                    node = node.withSettings(node.settings().with(setting, prefix + node.settings().get(setting).get()));
                }
            }
            if (node.settings().get("moreTopics").isPresent()) {
                node = node.withSettings(node.settings().with("moreTopics", moreTopics(node).stream().map(t -> Map.of("topic", prefix + t)).toList()));
            }
            own = own.withNode(node);
        }
        return own;
    }

    /** Topics that nodes name whose kind begins so, in the order of the drawing. */
    static Set<String> topics(Pipeline pipeline, String kind) {
        var topics = new LinkedHashSet<String>();
        pipeline.nodes().values().stream().filter(n -> n.kind().startsWith(kind))
                .forEach(n -> {
                    n.settings().get("topic").ifPresent(t -> topics.add((String) t));
                    topics.addAll(moreTopics(n));
                });
        return topics;
    }

    private static List<String> moreTopics(Node node) {
        List<?> more = (List<?>) node.settings().get("moreTopics").orElse(List.of());
        return more.stream().map(t -> (String) ((Map<?, ?>) t).get("topic")).toList();
    }
}
