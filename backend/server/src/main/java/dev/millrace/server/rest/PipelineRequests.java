package dev.millrace.server.rest;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.PlanText;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.drift.DataChecks;
import dev.millrace.server.export.ProjectExport;
import dev.millrace.server.export.SqlScripts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pipelines over REST. A pipeline is its document; the revision is its ETag. */
@RestController
@RequestMapping("/api/v1/pipelines")
@Tag(name = "Pipelines")
class PipelineRequests {
    private final DesignService designs;
    private final DeploymentService deployments;
    private final Documents documents;
    private final SqlScripts scripts;
    private final ProjectExport projects;
    private final DataChecks checks;

    PipelineRequests(DesignService designs, DeploymentService deployments, Documents documents, SqlScripts scripts, ProjectExport projects, DataChecks checks) {
        this.checks = checks;
        this.scripts = scripts;
        this.projects = projects;
        this.designs = designs;
        this.deployments = deployments;
        this.documents = documents;
    }

    /** A pipeline in a list. */
    record Listed(String id, String name, String description, String owner, long revision, Instant changedAt, String changedBy) {}

    /** What was stored, and what is wrong with it. */
    record Stored(String id, String name, long revision, boolean deployable, List<DiagnosticBody> diagnostics) {
        static Stored of(Design design) {
            return new Stored(design.id().toString(), design.pipeline().name(), design.revision(), design.compilation().plan().isPresent(),
                    DiagnosticBody.of(design.compilation().diagnostics()));
        }
    }

    @GetMapping
    @Operation(summary = "All pipelines, last changed first")
    List<Listed> list() {
        return designs.list().stream().map(s -> new Listed(s.id().toString(), s.name(), s.pipeline().description(), s.owner(), s.revision(),
                s.changedAt(), s.changedBy())).toList();
    }

    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "Store a pipeline document, JSON or YAML, as a new pipeline")
    ResponseEntity<Stored> create(@RequestBody String document, @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type, Principal caller) {
        Pipeline pipeline = documents.read(document, type);
        Design design = designs.create(pipeline.name(), pipeline, Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + design.id())).eTag(tag(design.revision())).body(Stored.of(design));
    }

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The pipeline's document, as JSON or YAML by Accept; its revision is the ETag")
    ResponseEntity<Map<String, Object>> read(@PathVariable String id, @RequestParam(required = false) Long revision) {
        Design design = open(id, revision);
        return ResponseEntity.ok().eTag(tag(design.revision())).body(documents.values(design.pipeline()));
    }

    @GetMapping(path = "/{id}", produces = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    ResponseEntity<String> readYaml(@PathVariable String id, @RequestParam(required = false) Long revision) {
        Design design = open(id, revision);
        return ResponseEntity.ok().eTag(tag(design.revision())).body(documents.yaml(design.pipeline()));
    }

    @PutMapping(path = "/{id}", consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "Replace the document; If-Match must name the newest revision")
    ResponseEntity<Stored> replace(@PathVariable String id, @RequestBody String document,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String match, Principal caller) {
        PipelineId pipeline = Ids.pipeline(id);
        if (match == null) {
            throw new RevisionRequired();
        }
        Design design = designs.replace(pipeline, revision(match), documents.read(document, type), Author.of(caller.getName()));
        return ResponseEntity.ok().eTag(tag(design.revision())).body(Stored.of(design));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a pipeline that is not deployed")
    ResponseEntity<Void> delete(@PathVariable String id, Principal caller) {
        PipelineId pipeline = Ids.pipeline(id);
        deployments.active(pipeline).ifPresent(active -> {
            throw new AlreadyDeployed(active);
        });
        designs.delete(pipeline, Author.of(caller.getName()));
        return ResponseEntity.noContent().build();
    }

    /** @param name of the copy; empty: that of the pipeline with "(copy)" @param revision empty for the newest */
    record Clone(String name, Long revision) {}

    @PostMapping("/{id}/clone")
    @Operation(summary = "A copy of the pipeline as a new one of your own; it reads with its own consumer groups and is not deployed")
    ResponseEntity<Stored> copy(@PathVariable String id, @RequestBody(required = false) Clone wish, Principal caller) {
        Design design = designs.copy(Ids.pipeline(id), Optional.ofNullable(wish).map(Clone::revision), Optional.ofNullable(wish).map(Clone::name),
                Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/pipelines/" + design.id())).eTag(tag(design.revision())).body(Stored.of(design));
    }

    @GetMapping("/{id}/validation")
    @Operation(summary = "What the compiler says about a stored pipeline; with data=true also how the topics' newest records differ from it")
    ValidationBody validate(@PathVariable String id, @RequestParam(required = false) Long revision, @RequestParam(defaultValue = "false") boolean data) {
        Compilation compilation = open(id, revision).compilation();
        return ValidationBody.of(compilation, data ? checks.findings(compilation) : Diagnostics.NONE);
    }

    @GetMapping(path = "/{id}/sql", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "The pipeline as a script for Flink's SQL client")
    String sql(@PathVariable String id, @RequestParam(required = false) Long revision) {
        return scripts.script(plan(id, revision));
    }

    @GetMapping(path = "/{id}/project", produces = "application/zip")
    @Operation(summary = "A Maven project that runs the pipeline on Flink alone, with a test over a sample, as a zip")
    byte[] project(@PathVariable String id, @RequestParam(required = false) Long revision) {
        return projects.zip(open(id, revision));
    }

    @GetMapping(path = "/{id}/plan", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "What each output of each node computes, with its columns")
    String planText(@PathVariable String id, @RequestParam(required = false) Long revision) {
        return PlanText.write(plan(id, revision));
    }

    private LogicalPlan plan(String id, Long revision) {
        Compilation compilation = open(id, revision).compilation();
        return compilation.plan().orElseThrow(() -> new NotDeployable(compilation.diagnostics()));
    }

    private Design open(String id, Long revision) {
        PipelineId pipeline = Ids.pipeline(id);
        return revision == null ? designs.open(pipeline) : designs.open(pipeline, revision);
    }

    private static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** A tag we never gave out matches no revision. */
    private static long revision(String match) {
        String digits = match.strip().replaceFirst("^W/", "").replace("\"", "");
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }
}
