package dev.millrace.server.templates;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.Parameter;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.template.TemplateHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/** Templates from the class path: templates/ID.yaml is a pipeline document below the head of a template. */
final class ShippedTemplates {
    /** What is shown to who comes for the first time. */
    private static final List<String> FIRST = List.of("flight-delays", "nexmark-bids", "router-dead-letters");

    private final List<Template> templates;

    private ShippedTemplates(List<Template> templates) {
        this.templates = List.copyOf(templates);
    }

    static ShippedTemplates read(ResourcePatternResolver files, PipelineDocument documents) {
        try {
            var templates = new ArrayList<Template>();
            for (Resource file : files.getResources("classpath*:templates/*.yaml")) {
                String name = file.getFilename();
                String text = file.getContentAsString(StandardCharsets.UTF_8);
                TemplateHead head = TemplateHead.read(text);
                templates.add(new Template(name.substring(0, name.length() - ".yaml".length()), head.version(), documents.read(text), head.tags(), head.needs(),
                        head.author().orElse(""), "", "", head.dashboard().map(DashboardDocument::read), new Template.Kind.Shipped(), Optional.empty(), 0));
            }
            templates.sort(Comparator.comparing(Template::id));
            return new ShippedTemplates(templates);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The shipped templates cannot be read", unreadable);
        }
    }

    /** In order of their ids. */
    List<Template> list() {
        return templates;
    }

    /** Of those that can be used without being asked anything. */
    List<Template> first() {
        return Stream.concat(FIRST.stream().flatMap(id -> find(id).stream()), templates.stream()).distinct()
                .filter(t -> t.pipeline().parameters().stream().noneMatch(Parameter::required)).limit(FIRST.size()).toList();
    }

    Optional<Template> find(String id) {
        return templates.stream().filter(t -> t.id().equals(id)).findFirst();
    }
}
