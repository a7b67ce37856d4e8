package dev.millrace.server.rest;

import dev.millrace.kind.fragment.Fragment;
import dev.millrace.server.design.Author;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.fragments.PublishedVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pipelines that others use as one node. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Fragments")
class FragmentRequests {
    private final FragmentService fragments;
    private final Documents documents;

    FragmentRequests(FragmentService fragments, Documents documents) {
        this.fragments = fragments;
        this.documents = documents;
    }

    /** @param kind what a node that uses it has as its kind */
    record Version(String name, int version, String kind, String title, String pipeline, long revision, String author, String note, Instant publishedAt) {
        static Version of(PublishedVersion v) {
            return new Version(v.fragment(), v.version(), Fragment.PREFIX + v.fragment() + "@" + v.version(), v.title(), v.pipeline().toString(), v.revision(), v.author(),
                    v.note(), v.at());
        }
    }

    /** A pipeline that uses a fragment. */
    record Use(String pipeline, String name, long revision) {}

    /** @param revision the newest revision, which is published @param note what changed; may be left out */
    record Publication(long revision, String note) {}

    @GetMapping("/fragments")
    @Operation(summary = "The newest version of each fragment")
    List<Version> list() {
        return fragments.list().stream().map(Version::of).toList();
    }

    @GetMapping("/fragments/{name}")
    @Operation(summary = "All versions of a fragment, newest first")
    List<Version> versions(@PathVariable String name) {
        return known(name).stream().map(Version::of).toList();
    }

    @GetMapping(path = "/fragments/{name}/versions/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The drawing of a version, as JSON or YAML by Accept")
    Map<String, Object> drawing(@PathVariable String name, @PathVariable int version) {
        return documents.values(find(name, version).drawing());
    }

    @GetMapping(path = "/fragments/{name}/versions/{version}", produces = {Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    String drawingYaml(@PathVariable String name, @PathVariable int version) {
        return documents.yaml(find(name, version).drawing());
    }

    @GetMapping("/fragments/{name}/uses")
    @Operation(summary = "Pipelines that use any version of it")
    List<Use> uses(@PathVariable String name) {
        known(name);
        return fragments.uses(name).stream().map(p -> new Use(p.id().toString(), p.name(), p.revision())).toList();
    }

    @PostMapping("/pipelines/{id}/fragment")
    @Operation(summary = "Publish a pipeline as the next version of its fragment")
    ResponseEntity<Version> publish(@PathVariable String id, @RequestBody Publication publication, Principal caller) {
        var published = fragments.publish(Ids.pipeline(id), publication.revision(), publication.note() == null ? "" : publication.note(), Author.of(caller.getName()));
        return ResponseEntity.created(URI.create("/api/v1/fragments/" + published.fragment() + "/versions/" + published.version())).body(Version.of(published));
    }

    private List<PublishedVersion> known(String name) {
        List<PublishedVersion> versions = fragments.versions(name);
        if (versions.isEmpty()) {
            throw new NoSuchThing("There is no fragment of this name; ask for all of them");
        }
        return versions;
    }

    private Fragment find(String name, int version) {
        return fragments.find(name, version).orElseThrow(() -> new NoSuchThing("There is no such version of a fragment"));
    }
}
