package dev.millrace.server.security;

import java.util.List;
import java.util.Optional;

/** Those who may sign in. Authentication itself is Spring Security's, over the same table. */
public interface Users {
    List<User> list();

    Optional<User> find(String name);

    /** @throws SecurityRefused where the name is taken or not allowed, or the password too short */
    User create(String name, String password, User.Role role);

    /** @throws SecurityRefused where the password is too short or there is no such user */
    void changePassword(String name, String password);

    /** Removes a user and the user's tokens; the last administrator stays. @throws SecurityRefused */
    void remove(String name);
}
