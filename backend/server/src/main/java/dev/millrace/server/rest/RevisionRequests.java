package dev.millrace.server.rest;

import dev.millrace.document.LineDifference;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.Revision;
import dev.millrace.server.design.RevisionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The history of a pipeline: what its revisions are called, how two of them differ, and the way back. */
@RestController
@RequestMapping("/api/v1/pipelines/{id}/revisions")
@Tag(name = "Revisions")
class RevisionRequests {
    private final DesignService designs;
    private final PipelineDocument documents;
    private final NodeKinds kinds;

    RevisionRequests(DesignService designs, PipelineDocument documents, NodeKinds kinds) {
        this.designs = designs;
        this.documents = documents;
        this.kinds = kinds;
    }

    /** @param name what the revision shall be called, at most 80 characters @param reason what it is kept for, at most 500; may be left out */
    record Name(String name, String reason) {}

    @GetMapping
    @Operation(summary = "All revisions, newest first; with named=true only those that have a name")
    List<Revision> list(@PathVariable String id, @RequestParam(defaultValue = "false") boolean named) {
        return designs.revisions(Ids.pipeline(id)).stream().filter(r -> !named || !r.name().isEmpty()).toList();
    }

    @PutMapping("/{revision}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Name a revision, in place of the name that it had")
    void name(@PathVariable String id, @PathVariable long revision, @RequestBody Name name, Principal caller) {
        designs.name(Ids.pipeline(id), revision, new RevisionName(name.name(), name.reason()), Author.of(caller.getName()));
    }

    @DeleteMapping("/{revision}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take the name of a revision away; the revision stays")
    void unname(@PathVariable String id, @PathVariable long revision) {
        designs.unname(Ids.pipeline(id), revision);
    }

    @PostMapping("/{revision}/restore")
    @Operation(summary = "Make a new revision that is as this one was")
    ResponseEntity<PipelineRequests.Stored> restore(@PathVariable String id, @PathVariable long revision, Principal caller) {
        PipelineId pipeline = Ids.pipeline(id);
        Design design = designs.restore(pipeline, revision, designs.open(pipeline).revision(), Author.of(caller.getName())).design();
        return ResponseEntity.ok().eTag("\"" + design.revision() + "\"").body(PipelineRequests.Stored.of(design));
    }

    @GetMapping(path = "/{before}/compare/{after}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "What revision 'after' has otherwise than 'before', as JSON, or as a unified difference of the documents by Accept: text/plain")
    ComparisonBody compare(@PathVariable String id, @PathVariable long before, @PathVariable long after) {
        PipelineId pipeline = Ids.pipeline(id);
        return ComparisonBody.of(designs.open(pipeline, before), designs.open(pipeline, after), documents, kinds);
    }

    @GetMapping(path = "/{before}/compare/{after}", produces = MediaType.TEXT_PLAIN_VALUE)
    String compareLines(@PathVariable String id, @PathVariable long before, @PathVariable long after) {
        PipelineId pipeline = Ids.pipeline(id);
        return LineDifference.between(documents.write(designs.open(pipeline, before).pipeline()), documents.write(designs.open(pipeline, after).pipeline()))
                .map(LineDifference::text).orElseThrow(() -> new BadRequest("The documents are too long and too different to be compared line by line; ask for JSON"));
    }
}
