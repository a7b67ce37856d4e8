package dev.millrace.server.rest;

import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.drift.DataChecks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Compiles documents that are not stored. */
@RestController
@RequestMapping("/api/v1/validation")
@Tag(name = "Pipelines")
class ValidationRequests {
    private final DesignService designs;
    private final Documents documents;
    private final DataChecks checks;

    ValidationRequests(DesignService designs, Documents documents, DataChecks checks) {
        this.checks = checks;
        this.designs = designs;
        this.documents = documents;
    }

    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "What the compiler says about a document, without storing it; with data=true also how the topics' newest records differ from it")
    ValidationBody validate(@RequestBody String document, @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestParam(defaultValue = "false") boolean data) {
        Compilation compilation = designs.validate(documents.read(document, type));
        return ValidationBody.of(compilation, data ? checks.findings(compilation) : Diagnostics.NONE);
    }
}
