package dev.millrace.server.rest;

import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.templates.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pipelines to begin with. */
@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "Templates")
class TemplateRequests {
    private final Templates templates;

    TemplateRequests(Templates templates) {
        this.templates = templates;
    }

    record TemplateBody(String id, String title, String description, List<String> tags) {}

    record Named(String name) {}

    @GetMapping
    @Operation(summary = "All templates")
    List<TemplateBody> list() {
        return templates.list().stream().map(t -> new TemplateBody(t.id(), t.title(), t.description(), t.tags())).toList();
    }

    @PostMapping("/{id}/pipelines")
    @Operation(summary = "Make a pipeline from a template")
    ResponseEntity<PipelineRequests.Stored> create(@PathVariable String id, @RequestBody Named named, Principal caller) {
        if (named.name() == null) {
            throw new BadRequest("'name' is missing: what the pipeline shall be called");
        }
        Design design = templates.createFrom(id, named.name(), Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + design.id())).eTag("\"" + design.revision() + "\"")
                .body(PipelineRequests.Stored.of(design));
    }
}
