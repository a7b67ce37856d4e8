package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.server.security.ApiToken;
import dev.millrace.server.security.ApiTokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
class TokenRequests {
    private final ApiTokens tokens;

    TokenRequests(ApiTokens tokens) {
        this.tokens = tokens;
    }

    record Labelled(String label) {}

    /** @param secret only in the answer that creates the token */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenBody(String id, String label, String prefix, Instant createdAt, Instant lastUsedAt, String secret) {
        static TokenBody of(ApiToken token, String secret) {
            return new TokenBody(token.id().toString(), token.label(), token.prefix(), token.createdAt(), token.lastUsedAt().orElse(null),
                    secret);
        }
    }

    @PostMapping
    @Operation(summary = "Make a token; with user and password or with another token",
            security = {@SecurityRequirement(name = OpenApiConfiguration.PASSWORD), @SecurityRequirement(name = OpenApiConfiguration.TOKEN)})
    ResponseEntity<TokenBody> create(@RequestBody Labelled labelled, Principal caller) {
        if (labelled.label() == null) {
            throw new BadRequest("'label' is missing: what the token is for");
        }
        ApiTokens.Created created = tokens.create(caller.getName(), labelled.label());
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + created.token().id()))
                .body(TokenBody.of(created.token(), created.secret()));
    }

    @GetMapping
    @Operation(summary = "Your tokens, newest first")
    List<TokenBody> list(Principal caller) {
        return tokens.list(caller.getName()).stream().map(t -> TokenBody.of(t, null)).toList();
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "End a token at once")
    ResponseEntity<Void> revoke(@PathVariable UUID id, Principal caller) {
        tokens.revoke(caller.getName(), id);
        return ResponseEntity.noContent().build();
    }
}
