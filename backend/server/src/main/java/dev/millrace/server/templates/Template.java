package dev.millrace.server.templates;

import dev.millrace.pipeline.Pipeline;
import java.util.List;

/** A pipeline to begin with. */
public record Template(String id, String title, String description, List<String> tags, Pipeline pipeline) {
    public Template {
        tags = List.copyOf(tags);
    }
}
