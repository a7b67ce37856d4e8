package dev.millrace.server.security;

/** Who asked may not do this; administrators may. */
public final class AdministratorsOnly extends RuntimeException {
    /** @param message says what only administrators may do */
    public AdministratorsOnly(String message) {
        super(message);
    }
}
