package dev.millrace.server.rest;

import dev.millrace.server.design.DesignService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Compiles documents that are not stored. */
@RestController
@RequestMapping("/api/v1/validation")
@Tag(name = "Pipelines")
class ValidationRequests {
    private final DesignService designs;
    private final Documents documents;

    ValidationRequests(DesignService designs, Documents documents) {
        this.designs = designs;
        this.documents = documents;
    }

    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, Documents.YAML, Documents.OLD_YAML, Documents.TEXT_YAML})
    @Operation(summary = "What the compiler says about a document, without storing it")
    ValidationBody validate(@RequestBody String document, @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type) {
        return ValidationBody.of(designs.validate(documents.read(document, type)));
    }
}
