package dev.millrace.server.templates;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Templates from the class path: templates/ID.yaml is a pipeline document whose name and description are the template's. Tags
 * stand in a comment in its first lines: "# tags: kafka, windows".
 */
final class ShippedTemplates implements Templates {
    private static final String TAGS = "# tags:";

    private final List<Template> templates;
    private final DesignService designs;

    private ShippedTemplates(List<Template> templates, DesignService designs) {
        this.templates = List.copyOf(templates);
        this.designs = designs;
    }

    static ShippedTemplates read(ResourcePatternResolver files, PipelineDocument documents, DesignService designs) {
        try {
            var templates = new ArrayList<Template>();
            for (Resource file : files.getResources("classpath*:templates/*.yaml")) {
                String name = file.getFilename();
                String id = name.substring(0, name.length() - ".yaml".length());
                String text = file.getContentAsString(StandardCharsets.UTF_8);
                Pipeline pipeline = documents.read(text);
                templates.add(new Template(id, pipeline.name(), pipeline.description(), tags(text), pipeline));
            }
            templates.sort(Comparator.comparing(Template::id));
            return new ShippedTemplates(templates, designs);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The shipped templates cannot be read", unreadable);
        }
    }

    private static List<String> tags(String text) {
        return text.lines().takeWhile(line -> line.startsWith("#")).filter(line -> line.startsWith(TAGS))
                .flatMap(line -> Arrays.stream(line.substring(TAGS.length()).split(","))).map(String::strip).filter(t -> !t.isEmpty())
                .toList();
    }

    @Override public List<Template> list() {
        return templates;
    }

    @Override public Design createFrom(String template, String name, Author author) {
        Template found = templates.stream().filter(t -> t.id().equals(template)).findFirst()
                .orElseThrow(() -> new UnknownTemplate(template));
        return designs.create(name, found.pipeline(), author);
    }
}
