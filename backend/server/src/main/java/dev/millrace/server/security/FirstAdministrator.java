package dev.millrace.server.security;

import dev.millrace.server.MillraceProperties;
import java.security.SecureRandom;
import org.springframework.beans.factory.InitializingBean;

/** At the very first start makes the user 'admin' and says its password once. */
final class FirstAdministrator implements InitializingBean {
    static final String NAME = "admin";
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 16;

    private final UserStore users;
    private final MillraceProperties millrace;

    FirstAdministrator(UserStore users, MillraceProperties millrace) {
        this.users = users;
        this.millrace = millrace;
    }

    @Override public void afterPropertiesSet() {
        if (!users.isEmpty()) {
            return;
        }
        boolean preset = !millrace.adminPassword().isEmpty();
        String password = preset ? millrace.adminPassword() : random();
        if (users.createFirst(NAME, password) && !preset) {
            // To the terminal and nowhere else: a log file must not keep a password.
            System.out.println("First login: user '" + NAME + "', password '" + password + "' (shown only this once)");
        }
    }

    private static String random() {
        var random = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
