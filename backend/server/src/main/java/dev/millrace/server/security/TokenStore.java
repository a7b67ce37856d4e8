package dev.millrace.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tokens in PostgreSQL. A secret has 256 random bits, so a plain hash is enough: there is nothing to guess, and it is looked up
 * by its hash in one step.
 */
final class TokenStore implements ApiTokens {
    private static final String MARK = "mr_";
    private static final int SHOWN = 9;
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who a secret belongs to. */
    record Bearer(String name, User.Role role) {}

    @Override public Created create(String owner, String label) {
        String clean = label.strip();
        if (clean.isEmpty() || clean.length() > 100) {
            throw new SecurityRefused("A token's label has 1 to 100 characters");
        }
        if (list(owner).size() >= MOST) {
            throw new SecurityRefused("You have " + MOST + " tokens: revoke one first");
        }
        var bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into api_token (id, owner, label, prefix, hash) values (?, ?, ?, ?, ?)")
                .params(id, owner, clean, secret.substring(0, SHOWN), hash(secret)).update();
        ApiToken token = jdbc.sql("select * from api_token where id = ?").param(id).query((row, n) -> token(row)).single();
        return new Created(token, secret);
    }

    @Override public List<ApiToken> list(String owner) {
        return jdbc.sql("select * from api_token where owner = ? order by created_at desc, id").param(owner)
                .query((row, n) -> token(row)).list();
    }

    @Override public void revoke(String owner, UUID id) {
        if (jdbc.sql("delete from api_token where owner = ? and id = ?").params(owner, id).update() == 0) {
            throw new SecurityRefused("You have no such token");
        }
    }

    /** The owner of a secret; the time of use is written down at most once a minute. */
    Optional<Bearer> owner(String secret) {
        if (!secret.startsWith(MARK) || secret.length() > 100) {
            return Optional.empty();
        }
        byte[] hash = hash(secret);
        Optional<Bearer> bearer = jdbc.sql("select u.name, u.role from api_token t join app_user u on u.name = t.owner where t.hash = ?")
                .param(hash).query((row, n) -> new Bearer(row.getString("name"), User.Role.valueOf(row.getString("role")))).optional();
        if (bearer.isPresent()) {
            jdbc.sql("""
                    update api_token set last_used_at = now()
                    where hash = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')
                    """).param(hash).update();
        }
        return bearer;
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(row.getObject("id", UUID.class), row.getString("owner"), row.getString("label"), row.getString("prefix"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }
}
