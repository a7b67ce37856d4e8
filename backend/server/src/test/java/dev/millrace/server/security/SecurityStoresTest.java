package dev.millrace.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.server.MillraceProperties;
import dev.millrace.server.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class SecurityStoresTest {
    private final HikariDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final BCryptPasswordEncoder passwords = new BCryptPasswordEncoder(4);
    private final UserStore users = new UserStore(jdbc, passwords);
    private final TokenStore tokens = new TokenStore(jdbc);

    @AfterEach void close() {
        database.close();
    }

    /** What is said by this thread: others of this process may write to their log meanwhile. */
    private String start(String preset) {
        var said = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        Thread mine = Thread.currentThread();
        System.setOut(new PrintStream(new OutputStream() {
            @Override public void write(int one) {
                if (Thread.currentThread() == mine) {
                    said.write(one);
                } else {
                    terminal.write(one);
                }
            }
        }, true, StandardCharsets.UTF_8));
        try {
            new FirstAdministrator(users, new MillraceProperties(Path.of("."), preset, new MillraceProperties.Kafka("", Map.of()),
                    new MillraceProperties.Flink(""))).afterPropertiesSet();
        } finally {
            System.setOut(terminal);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test void theFirstPasswordIsSaidOnceAndWorks() {
        var first = Pattern.compile("First login: user 'admin', password '([A-Za-z0-9]{16})'.*\n").matcher(start(""));
        assertThat(first.matches()).isTrue();
        assertThat(passwords.matches(first.group(1), users.loadUserByUsername("admin").getPassword())).isTrue();
        assertThat(users.loadUserByUsername(" Admin ").getAuthorities()).extracting(Object::toString).contains("ROLE_ADMINISTRATOR");
        assertThat(start("")).isEmpty();
        assertThat(users.list()).hasSize(1);
    }

    @Test void aPresetPasswordIsTakenAndNotSaid() {
        assertThat(start("preset for tests")).isEmpty();
        assertThat(passwords.matches("preset for tests", users.loadUserByUsername("admin").getPassword())).isTrue();
    }

    @Test void usersAreCheckedAndTheLastAdministratorStays() {
        users.create("ada", "long enough", User.Role.ADMINISTRATOR);
        users.create("bob", "long enough", User.Role.EDITOR);
        assertThatThrownBy(() -> users.create("ada", "long enough", User.Role.EDITOR)).hasMessageContaining("already");
        assertThatThrownBy(() -> users.create("Not Allowed", "long enough", User.Role.EDITOR)).isInstanceOf(SecurityRefused.class);
        assertThatThrownBy(() -> users.create("eve", "short", User.Role.EDITOR)).hasMessageContaining("at least 8");
        assertThatThrownBy(() -> users.create("eve", "x".repeat(73), User.Role.EDITOR)).hasMessageContaining("at most 72");
        assertThatThrownBy(() -> users.remove("ada")).hasMessageContaining("last administrator");
        assertThatThrownBy(() -> users.changePassword("nobody", "long enough")).hasMessageContaining("no user 'nobody'");
        users.changePassword("bob", "another one");
        assertThat(passwords.matches("another one", users.loadUserByUsername("bob").getPassword())).isTrue();
        String secret = tokens.create("bob", "script").secret();
        users.remove("bob");
        assertThat(tokens.owner(secret)).as("a removed user's token").isEmpty();
        assertThatThrownBy(() -> users.loadUserByUsername("bob")).isInstanceOf(UsernameNotFoundException.class);
    }

    @Test void tokensAreFoundByTheirSecretOnlyAndStoredAsHashes() {
        users.create("ada", "long enough", User.Role.EDITOR);
        ApiTokens.Created created = tokens.create("ada", " nightly ");
        assertThat(created.token().label()).isEqualTo("nightly");
        assertThat(created.secret()).startsWith(created.token().prefix()).hasSizeGreaterThan(40);
        assertThat(tokens.owner(created.secret())).contains(new TokenStore.Bearer("ada", User.Role.EDITOR));
        assertThat(tokens.list("ada").getFirst().lastUsedAt()).isPresent();
        assertThat(tokens.owner(created.secret() + "x")).isEmpty();
        assertThat(tokens.owner("")).isEmpty();
        assertThat(jdbc.sql("select count(*) from api_token where encode(hash, 'escape') like '%' || ? || '%'").param(created.secret())
                .query(Long.class).single()).isZero();
        assertThatThrownBy(() -> tokens.revoke("ada", UUID.randomUUID())).isInstanceOf(SecurityRefused.class);
        assertThatThrownBy(() -> tokens.revoke("bob", created.token().id())).as("another's token").isInstanceOf(SecurityRefused.class);
        tokens.revoke("ada", created.token().id());
        assertThat(tokens.owner(created.secret())).isEmpty();
    }
}
