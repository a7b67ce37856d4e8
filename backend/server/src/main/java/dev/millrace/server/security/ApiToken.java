package dev.millrace.server.security;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A token for the REST interface; the secret itself is not stored, only its beginning is shown. */
public record ApiToken(UUID id, String owner, String label, String prefix, Instant createdAt, Optional<Instant> lastUsedAt) {}
