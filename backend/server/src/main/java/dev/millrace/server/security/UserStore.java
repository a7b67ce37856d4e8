package dev.millrace.server.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Users in PostgreSQL, and as Spring Security wants to see them. */
final class UserStore implements Users, UserDetailsService {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD_BYTES = 72; // bcrypt looks at no more

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;

    UserStore(JdbcClient jdbc, PasswordEncoder passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    @Override public List<User> list() {
        return jdbc.sql("select name, role, created_at from app_user order by name").query((row, n) -> user(row)).list();
    }

    @Override public Optional<User> find(String name) {
        return jdbc.sql("select name, role, created_at from app_user where name = ?").param(name).query((row, n) -> user(row)).optional();
    }

    @Override public User create(String name, String password, User.Role role) {
        if (!NAME.matcher(name).matches()) {
            throw new SecurityRefused("A user's name has up to 63 lower-case letters, digits, dots, hyphens and underscores");
        }
        String hash = hash(password);
        try {
            jdbc.sql("insert into app_user (name, password_hash, role) values (?, ?, ?)").params(name, hash, role.name()).update();
        } catch (DuplicateKeyException taken) {
            throw new SecurityRefused("There is a user '" + name + "' already");
        }
        return find(name).orElseThrow();
    }

    /** Creates the user unless there is any user at all, also when several instances try at once. */
    boolean createFirst(String name, String password) {
        return jdbc.sql("""
                insert into app_user (name, password_hash, role)
                select ?, ?, 'ADMINISTRATOR' where not exists (select 1 from app_user)
                on conflict do nothing
                """).params(name, hash(password)).update() == 1;
    }

    boolean isEmpty() {
        return jdbc.sql("select not exists (select 1 from app_user)").query(Boolean.class).single();
    }

    @Override public void changePassword(String name, String password) {
        if (jdbc.sql("update app_user set password_hash = ? where name = ?").params(hash(password), name).update() == 0) {
            throw new SecurityRefused("There is no user '" + name + "'");
        }
    }

    @Override public void remove(String name) {
        int removed = jdbc.sql("""
                delete from app_user where name = :name and (role <> 'ADMINISTRATOR'
                    or exists (select 1 from app_user other where other.role = 'ADMINISTRATOR' and other.name <> :name))
                """).param("name", name).update();
        if (removed == 0) {
            throw new SecurityRefused(find(name).isPresent() ? "'" + name + "' is the last administrator and stays"
                    : "There is no user '" + name + "'");
        }
    }

    @Override public UserDetails loadUserByUsername(String name) {
        return jdbc.sql("select name, password_hash, role from app_user where name = ?").param(name.strip().toLowerCase(java.util.Locale.ROOT))
                .query((row, n) -> org.springframework.security.core.userdetails.User.withUsername(row.getString("name"))
                        .password(row.getString("password_hash")).roles(row.getString("role")).build())
                .optional().orElseThrow(() -> new UsernameNotFoundException("No user '" + name + "'"));
    }

    private String hash(String password) {
        if (password.length() < SHORTEST_PASSWORD) {
            throw new SecurityRefused("A password has at least " + SHORTEST_PASSWORD + " characters");
        }
        if (password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES) {
            throw new SecurityRefused("A password has at most " + LONGEST_PASSWORD_BYTES + " bytes");
        }
        return passwords.encode(password);
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getString("name"), User.Role.valueOf(row.getString("role")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
