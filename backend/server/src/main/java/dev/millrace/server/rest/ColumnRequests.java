package dev.millrace.server.rest;

import dev.millrace.kind.Separator;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.Pasted;
import dev.millrace.server.outside.SchemaRegistries;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Columns proposed from elsewhere than a topic. */
@RestController
@RequestMapping("/api/v1/columns")
@Tag(name = "Columns")
class ColumnRequests {
    private final Columns columns;

    ColumnRequests(Columns columns) {
        this.columns = columns;
    }

    /** One character, or tab. */
    static char separator(String text) {
        return Separator.find(text).orElseThrow(() -> new BadRequest("'separator' is one character, such as a comma, or tab"));
    }

    /** @param kind auto looks whether it is JSON @param separator and header: for CSV, found out where they are not given */
    @PostMapping("/samples")
    @Operation(summary = "From records as text: JSON objects, one a line or in a list, or CSV",
            requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = "text/plain", schema = @Schema(type = "string"))))
    ProposalBody samples(@RequestBody byte[] text, @RequestParam(defaultValue = "auto") String kind, @RequestParam(required = false) String separator,
            @RequestParam(required = false) Boolean header) {
        if (!List.of("auto", "json", "csv").contains(kind)) {
            throw new BadRequest("'kind' is auto, json or csv");
        }
        return ProposalBody.of(columns.ofSamples(new Pasted(new String(text, StandardCharsets.UTF_8), Pasted.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                Optional.ofNullable(separator).map(ColumnRequests::separator), Optional.ofNullable(header)), List.of()));
    }

    @PostMapping("/schema")
    @Operation(summary = "From a JSON Schema of an object, or an Avro schema of a record",
            requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(type = "object"))))
    ProposalBody schema(@RequestBody byte[] text) {
        return ProposalBody.of(columns.ofSchema(new String(text, StandardCharsets.UTF_8)));
    }

    @GetMapping("/subject")
    @Operation(summary = "From a schema that a schema registry has")
    ProposalBody subject(@RequestParam String registry, @RequestParam String subject, @RequestParam(defaultValue = SchemaRegistries.LATEST) String version) {
        return ProposalBody.of(columns.ofSubject(registry, subject, version));
    }

    @GetMapping("/table")
    @Operation(summary = "From a table of a database that is set up")
    ProposalBody table(@RequestParam String database, @RequestParam String table) {
        return ProposalBody.of(columns.ofTable(database, table));
    }
}
