package dev.millrace.server.rest;

import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineTags;
import dev.millrace.server.design.Tags;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The tags of a pipeline over REST. */
@RestController
@RequestMapping("/api/v1/pipelines/{id}/tags")
@Tag(name = "Pipelines")
class TagRequests {
    private final PipelineTags tags;

    TagRequests(PipelineTags tags) {
        this.tags = tags;
    }

    /** In small letters, sorted. */
    record Body(List<String> tags) {}

    @GetMapping
    @Operation(summary = "Words by which the pipeline and its deployments are found")
    Body read(@PathVariable String id) {
        return new Body(tags.of(Ids.pipeline(id)).list());
    }

    @PutMapping
    @Operation(summary = "Put these tags in place of those that there are; this makes no revision")
    Body set(@PathVariable String id, @RequestBody Body wanted) {
        PipelineId pipeline = Ids.pipeline(id);
        if (wanted.tags() == null) {
            throw new BadRequest("Send the tags as a list, such as {\"tags\": [\"payments\"]}; an empty list takes all away");
        }
        tags.set(pipeline, Tags.of(wanted.tags()));
        return read(id);
    }
}
