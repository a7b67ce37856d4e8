package dev.millrace.server.security;

import java.util.List;
import java.util.UUID;

/** Tokens for the REST interface. */
public interface ApiTokens {
    /** Makes a token; the secret is in the answer and nowhere else. */
    Created create(String owner, String label);

    /** Of one user, newest first. */
    List<ApiToken> list(String owner);

    /** Ends a token of this owner at once. @throws SecurityRefused where there is none */
    void revoke(String owner, UUID id);

    record Created(ApiToken token, String secret) {}
}
