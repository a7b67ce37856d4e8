package dev.millrace.server.rest;

import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.dashboards.DashboardDocument;
import dev.millrace.server.dashboards.DashboardId;
import dev.millrace.server.dashboards.Dashboards;
import dev.millrace.server.dashboards.StoredDashboard;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** Dashboards over REST. A dashboard is its document; its version is its ETag. */
@RestController
@RequestMapping("/api/v1/dashboards")
@Tag(name = "Dashboards")
class DashboardRequests {
    private final Dashboards dashboards;

    DashboardRequests(Dashboards dashboards) {
        this.dashboards = dashboards;
    }

    /** A dashboard in a list. @param link its page @param everybody whether others see it */
    record Listed(String id, String title, String description, String link, String owner, boolean everybody, long version, int tiles, List<String> pipelines, Instant changedAt,
            String changedBy) {
        static Listed of(StoredDashboard d) {
            return new Listed(d.id().toString(), d.dashboard().title(), d.dashboard().description(), "/dashboards/" + d.id(), d.owner(), d.everybody(), d.version(),
                    d.dashboard().tiles().size(), d.dashboard().pipelines().stream().map(PipelineId::toString).sorted().toList(), d.changedAt(), d.changedBy());
        }
    }

    @GetMapping
    @Operation(summary = "All dashboards that you may see, those changed last first; with a pipeline, those that show it")
    List<Listed> list(@RequestParam(required = false) String pipeline, Principal caller) {
        List<StoredDashboard> found = pipeline == null ? dashboards.list(caller.getName()) : dashboards.of(Ids.pipeline(pipeline), caller.getName());
        return found.stream().map(Listed::of).toList();
    }

    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "Store a document, JSON or YAML, as a new dashboard. With everybody=true others see it. With pipeline, tiles that name none show that one")
    ResponseEntity<Listed> create(@RequestBody String document, @RequestParam(defaultValue = "false") boolean everybody, @RequestParam(required = false) String pipeline,
            Principal caller) {
        Dashboard dashboard = DashboardDocument.read(document);
        StoredDashboard made = dashboards.create(pipeline == null ? dashboard : dashboard.boundTo(Ids.pipeline(pipeline)), everybody, Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/dashboards/" + made.id())).eTag(tag(made.version())).body(Listed.of(made));
    }

    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The dashboard's document, as JSON or YAML by Accept; its version is the ETag")
    ResponseEntity<Map<String, Object>> read(@PathVariable String id, Principal caller) {
        StoredDashboard found = dashboards.get(id(id), caller.getName());
        return ResponseEntity.ok().eTag(tag(found.version())).body(DashboardDocument.values(found.dashboard()));
    }

    @GetMapping(path = "/{id}", produces = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    ResponseEntity<String> readYaml(@PathVariable String id, Principal caller) {
        StoredDashboard found = dashboards.get(id(id), caller.getName());
        return ResponseEntity.ok().eTag(tag(found.version())).body(DashboardDocument.write(found.dashboard()));
    }

    @PutMapping(path = "/{id}", consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "Replace the document; If-Match must name the newest version. For its owner and administrators")
    ResponseEntity<Listed> replace(@PathVariable String id, @RequestBody String document, @RequestParam(required = false) Boolean everybody,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) String match, Principal caller) {
        DashboardId dashboard = id(id);
        if (match == null) {
            throw new RevisionRequired();
        }
        boolean shown = everybody == null ? dashboards.get(dashboard, caller.getName()).everybody() : everybody;
        StoredDashboard stored = dashboards.replace(dashboard, version(match), DashboardDocument.read(document), shown, Author.of(caller.getName()));
        return ResponseEntity.ok().eTag(tag(stored.version())).body(Listed.of(stored));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a dashboard. For its owner and administrators")
    ResponseEntity<Void> delete(@PathVariable String id, Principal caller) {
        dashboards.delete(id(id), Author.of(caller.getName()));
        return ResponseEntity.noContent().build();
    }

    static DashboardId id(String text) {
        return DashboardId.parse(text).orElseThrow(() -> new NoSuchThing("There is no dashboard of this id"));
    }

    private static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** A tag we never gave out matches no version. */
    private static long version(String match) {
        String digits = match.strip().replaceFirst("^W/", "").replace("\"", "");
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }
}
