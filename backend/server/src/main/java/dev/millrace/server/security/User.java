package dev.millrace.server.security;

import java.time.Instant;

/** Someone who may sign in. The name is lower-case and never changes. */
public record User(String name, Role role, Instant createdAt) {
    public enum Role { ADMINISTRATOR, EDITOR }
}
