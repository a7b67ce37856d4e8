package dev.millrace.kind;

import dev.millrace.pipeline.Settings;
import java.util.List;

/**
 * A node kind as everything but its own file sees it, derived once from the annotated record.
 *
 * @param example settings of a working node, for prefill, documentation and tests
 */
public record NodeKind(String id, int version, String title, Group group, Role role, String icon, String summary,
        List<SettingSpec> settings, Settings example) {
    public NodeKind {
        settings = List.copyOf(settings);
    }

    /** Decides colour on the canvas. */
    public enum Role { SOURCE, OPERATOR, SINK }
}
