package dev.millrace.server.rest;

import dev.millrace.server.security.User;
import org.springframework.security.core.Authentication;

/** Whoever asks may not do this. */
final class AdministratorsOnly extends RuntimeException {
    private AdministratorsOnly(String what) {
        super("Only administrators may " + what + "; ask one of them");
    }

    /** @param what completes "Only administrators may …" @throws AdministratorsOnly */
    static void check(Authentication caller, String what) {
        if (caller.getAuthorities().stream().noneMatch(a -> ("ROLE_" + User.Role.ADMINISTRATOR).equals(a.getAuthority()))) {
            throw new AdministratorsOnly(what);
        }
    }
}
