package dev.millrace.server.rest;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.kind.ClusterName;
import dev.millrace.kind.TopicName;
import dev.millrace.rel.Topic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.Publication;
import dev.millrace.server.templates.Template;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.Workspaces;
import dev.millrace.template.OwnRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pipelines to begin with. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Templates")
class TemplateRequests {
    private final Templates templates;
    private final DesignService designs;
    private final Compiler compiler;
    private final Documents documents;
    private final Dashboards dashboards;
    private final Workspaces workspaces;
    private final Expectations expectations;

    TemplateRequests(Templates templates, DesignService designs, Compiler compiler, Documents documents, Dashboards dashboards, Workspaces workspaces, Expectations expectations) {
        this.expectations = expectations;
        this.workspaces = workspaces;
        this.dashboards = dashboards;
        this.templates = templates;
        this.designs = designs;
        this.compiler = compiler;
        this.documents = documents;
    }

    /** @param name what the pipeline shall be called @param parameters values by the name of the parameter; may be left out */
    record Wish(String name, Map<String, Object> parameters, Map<String, Rows> rows) {}

    /** A topic of one's own in place of what a source of the template gives. @param cluster that has it; may be left out @param topic may be missing where a parameter is the topic @param registry whose schemas its records of Avro are written with; may be left out @param columns one's own by those of the template; null where there is none */
    record Rows(String cluster, String topic, String registry, Map<String, String> columns) {}

    @GetMapping("/templates")
    @Operation(summary = "All templates that you may see, in their newest versions, those used most first")
    List<TemplateBody> list(Principal caller) {
        return templates.list(caller.getName()).stream().map(this::body).toList();
    }

    @GetMapping("/templates/{id}")
    @Operation(summary = "The newest version of a template, with its parameters")
    TemplateBody get(@PathVariable String id, Principal caller) {
        return body(templates.get(id, caller.getName()));
    }

    @GetMapping("/templates/{id}/versions")
    @Operation(summary = "All versions of a template, newest first")
    List<TemplateBody> versions(@PathVariable String id, Principal caller) {
        return templates.versions(id, caller.getName()).stream().map(this::body).toList();
    }

    @GetMapping(path = "/templates/{id}/versions/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The drawing of a version, as JSON or YAML by Accept")
    Map<String, Object> drawing(@PathVariable String id, @PathVariable int version, Principal caller) {
        return documents.values(templates.get(id, version, caller.getName()).pipeline());
    }

    @GetMapping(path = "/templates/{id}/versions/{version}", produces = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    String drawingYaml(@PathVariable String id, @PathVariable int version, Principal caller) {
        return documents.yaml(templates.get(id, version, caller.getName()).pipeline());
    }

    @PostMapping("/templates/{id}/pipelines")
    @Operation(summary = "Make a pipeline of a template, with values for its parameters", description = "'rows' puts topics of yours in the place of what sources of the template give: "
            + "by the id of the node, a topic with records of JSON, or of Avro where a 'registry' is named, the 'cluster' that has it where that is not the default one, and for each column of the source the one of yours that it is, or null.")
    ResponseEntity<PipelineRequests.Stored> create(@PathVariable String id, @RequestBody Wish wish, Principal caller) {
        if (wish.name() == null) {
            throw new BadRequest("'name' is missing: what the pipeline shall be called");
        }
        Design design = templates.createFrom(id, wish.name(), wish.parameters() == null ? Map.of() : wish.parameters(),
                rows(id, wish, caller), Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + design.id())).eTag("\"" + design.revision() + "\"")
                .body(PipelineRequests.Stored.of(design));
    }

    private List<OwnRows> rows(String id, Wish wish, Principal caller) {
        if (wish.rows() == null || wish.rows().isEmpty()) {
            return List.of();
        }
        Compilation compiled = compiler.compile(templates.get(id, caller.getName()).pipeline());
        var all = new ArrayList<OwnRows>();
        wish.rows().forEach((node, own) -> {
            if (own == null || own.columns() == null) {
                throw new BadRequest("'rows." + node + ".columns' is missing: your columns by those of the template");
            }
            try {
                var source = new NodeId(node);
                Schema wanted = compiled.schemas().get(OwnRows.rows(source));
                List<OwnRows.Taken> taken = own.columns().entrySet().stream().map(e -> new OwnRows.Taken(e.getKey(), Optional.ofNullable(e.getValue()),
                        Optional.ofNullable(wanted).flatMap(s -> s.column(e.getKey())).map(Column::type).orElse(LogicalType.STRING))).toList();
                all.add(new OwnRows(source, Optional.ofNullable(own.cluster()).filter(c -> !c.equals(Topic.DEFAULT_CLUSTER)).map(ClusterName::new),
                        Optional.ofNullable(own.topic()).map(TopicName::new), Optional.ofNullable(own.registry()), taken));
            } catch (IllegalArgumentException wrong) {
                throw new BadRequest(wrong.getMessage());
            }
        });
        return all;
    }

    @PostMapping("/pipelines/{id}/template")
    @Operation(summary = "Make a template of a pipeline, or the next version of one", description = "The pipeline stays as it is. Each of 'parameters' names a node and a setting, "
            + "or a literal inside an expression as it is written there; its value becomes a parameter of the template. 'template' is the id of the one whose next version this is; "
            + "without it, a new one is made. 'reach' says who sees it: me, everybody, or the id of a workspace that you are a member of. "
            + "'dashboard' is the id of one whose tiles of this pipeline go along. 'expected' says which rows the version is expected to give: none, before (those of the version before), or now (a sample is taken, and what it gives is kept).")
    ResponseEntity<TemplateBody> publish(@PathVariable String id, @RequestBody PublicationBody body, Principal caller) {
        Publication publication = body.of(designs.open(Ids.pipeline(id)), compiler.kinds(),
                dashboard -> dashboards.get(DashboardRequests.id(dashboard), caller.getName()).dashboard(), reach -> ReachText.read(reach, workspaces, caller.getName()));
        Template published = expectations.publish(publication, body.expecting(publication, expectations), Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/templates/" + published.id() + "/versions/" + published.version())).body(body(published));
    }

    @GetMapping("/pipelines/{id}/template")
    @Operation(summary = "The template and its version that a pipeline was made from, and what is different in a newer version")
    OriginBody origin(@PathVariable String id, Principal caller) {
        var pipeline = designs.open(Ids.pipeline(id)).id();
        return templates.origin(pipeline).map(from -> OriginBody.of(from, templates.newer(pipeline, caller.getName())))
                .orElseThrow(() -> new NoSuchThing("The pipeline was drawn; it was not made from a template"));
    }

    @DeleteMapping("/templates/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Withdraw a template: nobody finds it any more, and pipelines that were made of it stay. For its author and administrators")
    void withdraw(@PathVariable String id, Principal caller) {
        templates.withdraw(id, Author.of(caller.getName()));
    }

    @GetMapping(path = "/templates/{id}/file", produces = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "The newest version as one file, to be brought elsewhere")
    String file(@PathVariable String id, Principal caller) {
        return templates.file(id, caller.getName());
    }

    @PostMapping(path = "/templates/imports", params = "look=true", consumes = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "What bringing the file of a template would do; does nothing")
    ArrivalBody look(@RequestBody String file, Principal caller) {
        return ArrivalBody.of(templates.look(file, caller.getName()));
    }

    @PostMapping(path = "/templates/imports", params = "!look", consumes = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "Bring the file of a template. 'reach' says who sees it: me, everybody, or the id of a workspace that you are a member of")
    ResponseEntity<TemplateBody> take(@RequestBody String file, @RequestParam(required = false) String reach, Principal caller) {
        Template brought = templates.take(file, ReachText.read(reach, workspaces, caller.getName()), Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/templates/" + brought.id() + "/versions/" + brought.version())).body(body(brought));
    }

    private TemplateBody body(Template template) {
        return TemplateBody.of(template, templates.needs(template));
    }
}
