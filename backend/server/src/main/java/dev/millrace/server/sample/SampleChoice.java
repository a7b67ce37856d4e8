package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import java.util.Map;

/**
 * Which rows a preview runs over.
 *
 * @param usual for each source that is not named
 * @param bySource what differs from it
 */
public record SampleChoice(Taking usual, Map<NodeId, Taking> bySource) {
    public static final SampleChoice NEWEST = newest(Taking.USUAL);

    public SampleChoice {
        bySource = Map.copyOf(bySource);
    }

    public static SampleChoice newest(int most) {
        return new SampleChoice(new Taking.Newest(most), Map.of());
    }

    public Taking of(NodeId source) {
        return bySource.getOrDefault(source, usual);
    }
}
